using System.Security.Claims;
using System.Text.Json;

namespace JwtCore.AspNetCore;

/// <summary>
/// Which claims the tokens of a scheme get beside those under their own names. Immutable; it remembers nothing of a token.
/// </summary>
internal sealed class ClaimMapping
{
    private readonly JwtCoreOptions _options;
    private readonly Dictionary<string, string> _types;
    private readonly string? _typeOfIssuerAndSubject;
    private readonly (string Type, string[] Path)[] _paths;

    // The types that are made here. ClaimsIdentity finds types in any case, so a member of such a name in any case gives no claim.
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Copies what the options say.</summary>
    public ClaimMapping(JwtCoreOptions options)
    {
        _options = options;
        _types = new(options.ClaimTypeMap, StringComparer.Ordinal);
        _types.Remove(JwtCoreOptions.IssuerAndSubject, out _typeOfIssuerAndSubject);
        _paths = [.. Paths(options)];
        _taken.UnionWith(options.ClaimTypeMap.Values);
        _taken.UnionWith(_paths.Select(path => path.Type));
    }

    /// <summary>What is wrong with the options, as a sentence; null when nothing is.</summary>
    public static string? Check(JwtCoreOptions options)
    {
        foreach ((string claim, string type) in options.ClaimTypeMap)
        {
            string? refusal =
                string.IsNullOrWhiteSpace(claim) ? "ClaimTypeMap has an entry without a claim."
                : string.IsNullOrWhiteSpace(type) ? $"ClaimTypeMap gives {claim} an empty type."
                : claim == type ? $"ClaimTypeMap gives {claim} its own name as type. Remove the entry: each claim has its own name as type in any case."
                : options.ClaimTypeMap.Where(other => IsSame(other.Value, type)).Select(other => other.Key).Except([claim]).FirstOrDefault() is string other
                    ? $"ClaimTypeMap gives {claim} and {other} the same type, {type}. Remove one of them: a type that is added comes from one claim."
                : null;
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return Check(options, nameof(options.NameClaimPath), options.NameClaimPath, nameof(options.NameClaimType), options.NameClaimType)
            ?? Check(options, nameof(options.RoleClaimPath), options.RoleClaimPath, nameof(options.RoleClaimType), options.RoleClaimType)
            ?? ((options.NameClaimPath ?? options.RoleClaimPath) is not null && IsSame(options.NameClaimType, options.RoleClaimType)
                ? "NameClaimType and RoleClaimType are the same type: a name would be a role."
                : null);
    }

    /// <summary>The option and the claim that a user's identifier is made of, for a message; null when none is, or issuer and subject are.</summary>
    public static string? SourceOfUserId(JwtCoreOptions options) =>
        options.ClaimTypeMap.FirstOrDefault(entry => IsUserId(entry.Value)).Key is string claim
            ? claim == JwtCoreOptions.IssuerAndSubject ? null : $"{nameof(options.ClaimTypeMap)} gives {claim} the type"
        : options.NameClaimPath is not null && IsUserId(options.NameClaimType) ? $"{nameof(options.NameClaimType)} is"
        : options.RoleClaimPath is not null && IsUserId(options.RoleClaimType) ? $"{nameof(options.RoleClaimType)} is"
        : null;

    /// <summary>Whether a user's identifier is made of issuer and subject.</summary>
    public static bool IsUserIdOfBoth(JwtCoreOptions options) =>
        options.ClaimTypeMap.TryGetValue(JwtCoreOptions.IssuerAndSubject, out string? type) && IsUserId(type);

    /// <summary>The claims of a token, new ones at each call.</summary>
    /// <param name="token">The token.</param>
    /// <param name="issuer">The issuer that each claim names.</param>
    /// <param name="subject">The identity that they belong to.</param>
    public IEnumerable<Claim> Read(TokenClaims token, string issuer, ClaimsIdentity subject)
    {
        bool isOfUserJwts = IsOfUserJwts(token);
        if (_taken.Count == 0 && !isOfUserJwts)
        {
            return PayloadClaims.Read(token.Payload, issuer, subject);
        }

        List<Claim> claims = [];
        if (isOfUserJwts)
        {
            // First, because the first claim of the type is the name.
            AddOfUserJwts(claims, "unique_name", _options.NameClaimType, token, issuer, subject);
            AddOfUserJwts(claims, "role", _options.RoleClaimType, token, issuer, subject);
        }

        foreach (JsonProperty member in token.Payload.EnumerateObject())
        {
            if (!_taken.Contains(member.Name))
            {
                PayloadClaims.Add(claims, member.Name, member.Value, issuer, subject);
            }

            if (_types.TryGetValue(member.Name, out string? type))
            {
                PayloadClaims.Add(claims, type, member.Value, issuer, subject);
            }
        }

        foreach ((string type, string[] path) in _paths)
        {
            foreach (JsonElement name in Find(token.Payload, path))
            {
                PayloadClaims.Add(claims, type, name, issuer, subject);
            }
        }

        if (_typeOfIssuerAndSubject is not null && token is { Issuer: string from, Subject: string sub })
        {
            claims.Add(new Claim(_typeOfIssuerAndSubject, $"{Escape(from)}#{sub}", ClaimValueTypes.String, issuer, issuer, subject));
        }

        return claims;
    }

    // The tool's tokens say who and which roles in claims of its own. They count for its keys alone, which are shared secrets.
    private bool IsOfUserJwts(TokenClaims token) =>
        _options.UserJwtsIssuers is Expected issuers
        && token.Algorithm is (JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512)
        && (issuers.IsAny || issuers.Contains(token.Issuer, StringComparer.Ordinal));

    private void AddOfUserJwts(List<Claim> claims, string name, string type, TokenClaims token, string issuer, ClaimsIdentity subject)
    {
        if (IsSame(name, type) || _options.ClaimTypeMap.Values.Any(added => IsSame(added, type)))
        {
            return;
        }

        foreach (JsonElement value in Find(token.Payload, [name]))
        {
            PayloadClaims.Add(claims, type, value, issuer, subject);
        }
    }

    private static IEnumerable<(string Type, string[] Path)> Paths(JwtCoreOptions options) =>
        new[] { (Type: options.NameClaimType, Path: options.NameClaimPath), (Type: options.RoleClaimType, Path: options.RoleClaimPath) }
            .Where(entry => entry.Path is not null && !(entry.Path.Count == 1 && entry.Path[0] == entry.Type))
            .Select(entry => (entry.Type, entry.Path!.ToArray()));

    private static string? Check(JwtCoreOptions options, string pathName, IReadOnlyList<string>? path, string typeName, string type) =>
        path is null ? null
        : path.Count == 0 || path.Any(string.IsNullOrWhiteSpace) ? $"{pathName} is empty or has an empty name. Give the names of members from the outside in, or null."
        : options.ClaimTypeMap.Values.Any(added => IsSame(added, type)) ? $"{pathName} and ClaimTypeMap both add claims of {typeName}, {type}. Set one of them."
        : null;

    // Each name is one member, whatever characters it has. What is no object on the way has no such member.
    private static IEnumerable<JsonElement> Find(JsonElement value, string[] path)
    {
        foreach (string name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return [];
            }
        }

        return (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().AsEnumerable() : [value])
            .Where(one => one.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));
    }

    // Without a # in the issuer, the first one in the value ends it: no two pairs have the same value.
    private static string Escape(string issuer) =>
        issuer.Replace("%", "%25", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal);

    private static bool IsUserId(string? type) => IsSame(type, ClaimTypes.NameIdentifier);

    private static bool IsSame(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
