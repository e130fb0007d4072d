using System.Collections.ObjectModel;

namespace JwtCore;

/// <summary>
/// What is accepted: the tokens of one issuer. Immutable data, strict by default. The verifier's constructor checks it, and
/// refuses with <see cref="ArgumentException"/> what is empty or contradicts itself. Lists and dictionaries are copied when
/// they are set.
/// </summary>
/// <remarks>
/// <c>with</c> makes a changed copy: <c>policy with { Audience = "https://other.example.com" }</c>. Two policies are equal
/// when they accept the same tokens by the same keys; lists are compared in order, and two <see cref="RemoteJwks"/> are the
/// same keys when address and options are equal. A policy with a required property that is null equals only itself.
/// Thread-safe.
/// </remarks>
public sealed record VerificationPolicy
{
    /// <summary>The <c>iss</c> to expect, compared exactly (RFC 7519 section 4.1.1).</summary>
    public required Expected Issuer { get; init; }

    /// <summary>The audiences to accept: a token must name one of them, compared exactly (RFC 7519 section 4.1.3).</summary>
    public required Expected Audience { get; init; }

    /// <summary>The algorithms to accept (RFC 8725 section 3.1).</summary>
    public required IReadOnlyList<JwtAlgorithm> Algorithms { get; init => field = CopyOf(value); }

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
    public IReadOnlyList<Expected> RequiredScopes { get; init => field = CopyOf(value); } = [];

    /// <summary>
    /// Scopes that stand for others: with <c>["admin"] = ["write"]</c> and <c>["write"] = ["read"]</c> a token that has
    /// admin alone has all three, for <see cref="RequiredScopes"/> and <c>HasScope</c> alike. None by default. Scopes
    /// that imply each other in a circle are equal.
    /// </summary>
    public IReadOnlyDictionary<string, string[]> ImpliedScopes { get; init => field = CopyOf(value, scopes => scopes is null ? null! : [.. scopes]); } = ReadOnlyDictionary<string, string[]>.Empty;

    /// <summary>
    /// Claims a token must have, each with one of some values or, by <see cref="Expected.Any"/>, with any value but null.
    /// A string is compared by its text, a number, true and false as written; of an array of strings one must match.
    /// </summary>
    public IReadOnlyDictionary<string, Expected> RequiredClaims { get; init => field = CopyOf(value, expected => expected); } = ReadOnlyDictionary<string, Expected>.Empty;

    /// <summary>
    /// Members that the signed header of a token must have, each with one of some values or, by <see cref="Expected.Any"/>, with any
    /// value but null; compared as in <see cref="RequiredClaims"/>. None by default. For providers that sign for all their customers
    /// with the same keys and name the customer in the header, as AWS load balancers do in <c>signer</c>. Refused are <c>jwk</c>,
    /// <c>jku</c>, <c>x5u</c> and <c>x5c</c>, which are never read (RFC 8725 section 3.10), and members with rules of their own:
    /// <c>alg</c>, <c>kid</c>, <c>typ</c>, <c>crit</c>, <c>b64</c> and <c>zip</c>.
    /// </summary>
    public IReadOnlyDictionary<string, Expected> RequiredHeaders { get; init => field = CopyOf(value, expected => expected); } = ReadOnlyDictionary<string, Expected>.Empty;

    /// <summary>
    /// Claims that mark a token that a client got for itself, without a user (RFC 6749 section 4.4): <c>["idtyp"] = "app"</c> for Entra
    /// ID, <c>["gty"] = "client-credentials"</c> for Auth0. A token is marked when each claim has one of its values, compared as in
    /// <see cref="RequiredClaims"/>, or with null as the value is absent, and the token has no scope. Empty by default: then no token
    /// is. It changes no verdict, but what <see cref="TokenClaims.IsClientOnly"/> says.
    /// </summary>
    public IReadOnlyDictionary<string, Expected?> ClientOnlyClaims { get; init => field = CopyOf(value, expected => expected); } = ReadOnlyDictionary<string, Expected?>.Empty;

    /// <summary>The claims that hold scopes, taken together: strings of words parted by spaces, or arrays of strings.</summary>
    public IReadOnlyList<string> ScopeClaims { get; init => field = CopyOf(value); } = ["scope", "scp"];

    /// <summary>The claims that may hold the client id; the first that is a string with at least one character counts.</summary>
    public IReadOnlyList<string> ClientIdClaims { get; init => field = CopyOf(value); } = ["client_id", "azp"];

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

    /// <summary>Whether nothing is null that must not be: only then it can be compared.</summary>
    internal bool IsComplete =>
        Issuer is not null && Audience is not null && Algorithms is not null && Keys is not null && RequiredScopes is not null
        && ImpliedScopes is not null && ImpliedScopes.Values.All(scopes => scopes is not null)
        && RequiredClaims is not null && RequiredHeaders is not null && ClientOnlyClaims is not null && ScopeClaims is not null && ClientIdClaims is not null;

    /// <summary>Whether both accept the same tokens by the same keys.</summary>
    /// <param name="other">The other policy.</param>
    /// <returns>False also when one of them is incomplete, unless they are one object.</returns>
    public bool Equals(VerificationPolicy? other) =>
        ReferenceEquals(this, other)
        || (IsComplete && other is { IsComplete: true }
            && AreSame(Issuer, other.Issuer)
            && AreSame(Audience, other.Audience)
            && Algorithms.SequenceEqual(other.Algorithms)
            && Keys.IsSameAs(other.Keys)
            && AreSame(Types, other.Types)
            && Profile == other.Profile
            && RequiredScopes.Count == other.RequiredScopes.Count
            && RequiredScopes.Zip(other.RequiredScopes).All(pair => AreSame(pair.First, pair.Second))
            && AreSame(ImpliedScopes, other.ImpliedScopes, (left, right) => left.SequenceEqual(right, StringComparer.Ordinal))
            && AreSame(RequiredClaims, other.RequiredClaims, AreSame)
            && AreSame(RequiredHeaders, other.RequiredHeaders, AreSame)
            && AreSame(ClientOnlyClaims, other.ClientOnlyClaims, AreSame)
            && ScopeClaims.SequenceEqual(other.ScopeClaims, StringComparer.Ordinal)
            && ClientIdClaims.SequenceEqual(other.ClientIdClaims, StringComparer.Ordinal)
            && AudienceClaim == other.AudienceClaim
            && ClockSkew == other.ClockSkew
            && MaxAge == other.MaxAge
            && MaxLifetime == other.MaxLifetime
            && Tolerate == other.Tolerate);

    /// <summary>A hash of issuer and audience.</summary>
    /// <returns>The same for equal policies.</returns>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (string text in (Issuer ?? Expected.Any).Concat(Audience ?? Expected.Any))
        {
            hash.Add(text, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>Issuer, audience and algorithms; never the keys, which may be secret.</summary>
    /// <returns>A text for a log.</returns>
    public override string ToString()
    {
        return $"{nameof(VerificationPolicy)} {{ {nameof(Issuer)} = {Describe(Issuer)}, {nameof(Audience)} = {Describe(Audience)}, {nameof(Algorithms)} = {string.Join(' ', Algorithms ?? [])} }}";

        static string Describe(Expected? expected) => expected is null ? "" : expected.IsAny ? "any" : string.Join(' ', expected);
    }

    // The caller keeps the list and may write to it later. Null is refused by the verifier, by the name of the property.
    private static IReadOnlyList<T> CopyOf<T>(IReadOnlyList<T> list) => list is null ? null! : [.. list];

    private static ReadOnlyDictionary<string, T> CopyOf<T>(IReadOnlyDictionary<string, T> entries, Func<T, T> copy) =>
        entries is null ? null! : entries.ToDictionary(entry => entry.Key, entry => copy(entry.Value), StringComparer.Ordinal).AsReadOnly();

    private static bool AreSame(Expected? left, Expected? right) => left is null ? right is null : right is not null && left.IsSameAs(right);

    private static bool AreSame<T>(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right, Func<T, T, bool> isSame) =>
        left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out T? value) && isSame(entry.Value, value));
}
