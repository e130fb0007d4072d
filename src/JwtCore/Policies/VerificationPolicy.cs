namespace JwtCore;

/// <summary>
/// What is accepted: the tokens of one issuer. Plain data, strict by default; the verifier's constructor copies and
/// checks it, and refuses with <see cref="ArgumentException"/> what is empty or contradicts itself.
/// </summary>
public sealed class VerificationPolicy
{
    /// <summary>The <c>iss</c> to expect, compared exactly (RFC 7519 section 4.1.1).</summary>
    public required Expected Issuer { get; init; }

    /// <summary>The audiences to accept: a token must name one of them, compared exactly (RFC 7519 section 4.1.3).</summary>
    public required Expected Audience { get; init; }

    /// <summary>The algorithms to accept (RFC 8725 section 3.1).</summary>
    public required IReadOnlyList<JwtAlgorithm> Algorithms { get; init; }

    /// <summary>The keys, by themselves or as a set.</summary>
    public required KeySource Keys { get; init; }

    /// <summary>
    /// The <c>typ</c> values to accept, one of which the token must then carry; compared as media types. Null accepts an
    /// absent <c>typ</c>, <c>JWT</c> and <c>at+jwt</c>, or what the profile says; <see cref="Expected.Any"/> accepts all
    /// (RFC 8725 section 3.11). A profile refuses types that are not its own.
    /// </summary>
    public Expected? Types { get; init; }

    /// <summary>
    /// The kind of token, with what its specification demands; a plain JWT by default. Settings that contradict the
    /// profile are refused.
    /// </summary>
    public TokenProfile Profile { get; init; }

    /// <summary>
    /// The scopes that a token must have: of each entry the one scope, or one of several. None by default.
    /// <c>["read", Expected.OneOf("write", "admin")]</c> is read, and write or admin.
    /// </summary>
    public IReadOnlyList<Expected> RequiredScopes { get; init; } = [];

    /// <summary>
    /// Scopes that stand for others: with <c>["admin"] = ["write"]</c> and <c>["write"] = ["read"]</c> a token that has
    /// admin alone has all three, for <see cref="RequiredScopes"/> and <c>HasScope</c> alike. None by default. Scopes
    /// that imply each other in a circle are equal.
    /// </summary>
    public IReadOnlyDictionary<string, string[]> ImpliedScopes { get; init; } = new Dictionary<string, string[]>();

    /// <summary>
    /// Claims a token must have, each with one of some values or, by <see cref="Expected.Any"/>, with any value but null.
    /// A string is compared by its text, a number, true and false as written; of an array of strings one must match.
    /// </summary>
    public IReadOnlyDictionary<string, Expected> RequiredClaims { get; init; } = new Dictionary<string, Expected>();

    /// <summary>The claims that hold scopes, taken together: strings of words parted by spaces, or arrays of strings.</summary>
    public IReadOnlyList<string> ScopeClaims { get; init; } = ["scope", "scp"];

    /// <summary>The claims that may hold the client id; the first that is a string with at least one character counts.</summary>
    public IReadOnlyList<string> ClientIdClaims { get; init; } = ["client_id", "azp"];

    /// <summary>The claim whose value is compared with <see cref="Audience"/>.</summary>
    public string AudienceClaim { get; init; } = "aud";

    /// <summary>How far the clocks of issuer and verifier may be apart. 60 seconds by default, from 0 to 10 minutes.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time since <c>iat</c>, which is then required; null for no limit.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The longest time from <c>iat</c>, which is then required, to <c>exp</c>; null for no limit.</summary>
    public TimeSpan? MaxLifetime { get; init; }

    /// <summary>The leniencies to allow; none by default.</summary>
    public Tolerance Tolerate { get; init; }
}
