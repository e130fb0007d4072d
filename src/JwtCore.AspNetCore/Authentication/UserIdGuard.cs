using System.Security.Claims;

namespace JwtCore.AspNetCore;

/// <summary>
/// Refuses schemes whose user identifiers, claims of the type <see cref="ClaimTypes.NameIdentifier"/>, could be equal for users of
/// different issuers: SignalR would send one user's messages to the other. Not thread-safe.
/// </summary>
internal sealed class UserIdGuard
{
    // Of each scheme whose identifier is one claim, the issuers.
    private readonly Dictionary<string, HashSet<string>> _issuers = new(StringComparer.Ordinal);

    /// <summary>Takes note of a scheme, in the place of what was known of it.</summary>
    /// <exception cref="ArgumentException">Its identifiers are not unique, by themselves or among those of other schemes.</exception>
    public void Add(string scheme, JwtCoreOptions options, IReadOnlyList<Expected> issuers)
    {
        _issuers.Remove(scheme);
        if (ClaimMapping.SourceOfUserId(options) is not string source || issuers.Count == 0)
        {
            return;
        }

        HashSet<string> own = [.. issuers.SelectMany(Names)];
        string? others = own.Count > 1 || issuers.Any(IsOpen)
            ? "the scheme accepts several issuers"
            : _issuers.FirstOrDefault(other => !other.Value.SetEquals(own)).Key is string other ? $"so has the scheme {other}, which accepts another issuer" : null;
        if (others is not null)
        {
            throw new ArgumentException(
                $"{source} {ClaimTypes.NameIdentifier}, and {others}. Two issuers can give the same value to different users. "
                + $"Use {nameof(options.ClaimTypeMap)}[{nameof(JwtCoreOptions)}.{nameof(JwtCoreOptions.IssuerAndSubject)}] = ClaimTypes.NameIdentifier.");
        }

        _issuers.Add(scheme, own);
    }

    private static IEnumerable<string> Names(Expected issuer) =>
        issuer.Tenants is Expected tenants ? tenants.Select(tenant => $"{issuer.TemplateText} {tenant}") : issuer;

    private static bool IsOpen(Expected issuer) => issuer.IsAny || issuer.Tenants?.IsAny == true;
}
