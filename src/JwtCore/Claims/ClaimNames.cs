using JwtCore.Text;

namespace JwtCore.Claims;

/// <summary>
/// The claims that a policy reads, numbered: the registered ones first, then those that the policy names. Immutable.
/// </summary>
internal sealed class ClaimNames
{
    public const int Issuer = 0;
    public const int Subject = 1;
    public const int Audience = 2;
    public const int Expiration = 3;
    public const int NotBefore = 4;
    public const int IssuedAt = 5;
    public const int JwtId = 6;
    public const int Confirmation = 7;
    public const int TenantId = 8;

    /// <summary>The most claims that one policy can read.</summary>
    public const int Most = 64;

    // RFC 7519 section 4.1, RFC 7800 section 3.1, and the tenant of multi-tenant issuers.
    private static readonly string[] Registered = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "tid"];

    private readonly List<string> _names = [.. Registered];
    private readonly bool _needsAudience;

    /// <param name="audience">The claim that holds the audience for the check.</param>
    /// <param name="needsAudience">Whether the policy expects an audience there; false when it takes any.</param>
    /// <param name="clientId">The claims that may hold the client ID, in order of preference.</param>
    /// <param name="scopes">The claims that hold scopes.</param>
    /// <param name="required">The claims that must be there.</param>
    /// <param name="profile">The claims that the profile reads.</param>
    /// <exception cref="ArgumentException">The names are more than <see cref="Most"/> together, or one has a lone surrogate.</exception>
    public ClaimNames(string audience, bool needsAudience, IEnumerable<string> clientId, IEnumerable<string> scopes, IEnumerable<string> required, IEnumerable<string> profile)
    {
        ExpectedAudience = Number(audience);
        _needsAudience = needsAudience;
        ClientId = [.. clientId.Select(Number).Distinct()];
        Scopes = [.. scopes.Select(Number).Distinct()];
        Required = [.. required.Select(Number)];
        Profile = [.. profile.Select(Number)];
        if (_names.Count > Most)
        {
            throw new RefusedArgumentException(
                "RequiredClaims", $"makes, with the other properties that name claims, {_names.Count - Registered.Length} claims to read; the most is {Most - Registered.Length}.");
        }

        Table = new TextTable((IEnumerable<string>)_names);
    }

    /// <summary>The claim that holds the audience for the check.</summary>
    public int ExpectedAudience { get; }

    /// <summary>The claims that may hold the client id, in order of preference.</summary>
    public int[] ClientId { get; }

    /// <summary>The claims that hold scopes.</summary>
    public int[] Scopes { get; }

    /// <summary>The claims that must be there, in the order given.</summary>
    public int[] Required { get; }

    /// <summary>The claims that the profile reads, in the order given.</summary>
    public int[] Profile { get; }

    public TextTable Table { get; }

    /// <summary>The name of a claim, as the policy or the specification writes it.</summary>
    public string NameOf(int claim) => _names[claim];

    /// <summary>Whether the policy expects an audience in this claim.</summary>
    public bool NeedsAudienceIn(int claim) => _needsAudience && claim == ExpectedAudience;

    private int Number(string name)
    {
        int index = _names.IndexOf(name);
        if (index < 0)
        {
            index = _names.Count;
            _names.Add(name);
        }

        return index;
    }
}
