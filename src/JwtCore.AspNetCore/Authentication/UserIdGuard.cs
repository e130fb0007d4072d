using System.Security.Claims;

namespace JwtCore.AspNetCore;

/// <summary>
/// Refuses schemes whose user identifiers, claims of the type <see cref="ClaimTypes.NameIdentifier"/>, could be equal for users of
/// different issuers: SignalR would send one user's messages to the other. Not thread-safe.
/// </summary>
internal sealed class UserIdGuard
{
    // Of each scheme with identifiers: the issuers, and whether each identifier has its issuer in it.
    private readonly Dictionary<string, (HashSet<string> Issuers, bool HasIssuer)> _schemes = new(StringComparer.Ordinal);

    /// <summary>Takes note of a scheme, in the place of what was known of it.</summary>
    /// <exception cref="ArgumentException">Its identifiers are not unique, by themselves or among those of other schemes.</exception>
    public void Add(string scheme, JwtCoreOptions options, IReadOnlyList<Expected> issuers)
    {
        _schemes.Remove(scheme);
        string? source = ClaimMapping.SourceOfUserId(options);
        bool hasIssuer = source is null && ClaimMapping.IsUserIdOfBoth(options);
        if ((source is null && !hasIssuer) || issuers.Count == 0)
        {
            return;
        }

        // One claim of another issuer may hold any text, also one that looks like issuer and subject.
        HashSet<string> own = [.. issuers.SelectMany(Names)];
        string? other = _schemes.FirstOrDefault(known => !(hasIssuer && known.Value.HasIssuer) && !known.Value.Issuers.SetEquals(own)).Key;
        string? refusal = hasIssuer ? other is null ? null : $"The scheme {other}, which accepts another issuer, makes {ClaimTypes.NameIdentifier} of one claim."
            : own.Count > 1 || issuers.Any(IsOpen) ? $"{source} {ClaimTypes.NameIdentifier}, and the scheme accepts several issuers."
            : other is null ? null
            : $"{source} {ClaimTypes.NameIdentifier}, and so has the scheme {other}, which accepts another issuer.";
        if (refusal is not null)
        {
            throw new ArgumentException(
                $"{refusal} Two issuers can give the same value to different users. "
                + $"Use {nameof(options.ClaimTypeMap)}[{nameof(JwtCoreOptions)}.{nameof(JwtCoreOptions.IssuerAndSubject)}] = ClaimTypes.NameIdentifier{(hasIssuer ? " there as well" : "")}.");
        }

        _schemes.Add(scheme, (own, hasIssuer));
    }

    private static IEnumerable<string> Names(Expected issuer) =>
        issuer.Tenants is Expected tenants ? tenants.Select(tenant => $"{issuer.TemplateText} {tenant}") : issuer;

    private static bool IsOpen(Expected issuer) => issuer.IsAny || issuer.Tenants?.IsAny == true;
}
