using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Competitors;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>One bad token for each error that a token can cause: what a flood of them costs.</summary>
internal static class RefusalRows
{
    public const string Area = "refusal";
    public const string Bytes = "TryVerify, bytes";
    public const string Chars = "TryVerify, chars";

    private const JwtAlgorithm Algorithm = JwtAlgorithm.HS256;
    private const string Header = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"key-2026-01\"}";

    private static readonly TestKeyPair Pair = Sample.Pair(Algorithm);
    private static readonly JwtVerifier Verifier = Sample.Verifier(Pair);
    private static readonly string Good = Sample.Token(Pair);

    /// <summary>The refusals that have a budget of their own.</summary>
    public static IReadOnlyDictionary<VerifyError, string> Named { get; } = new Dictionary<VerifyError, string>
    {
        [VerifyError.NotCompactJws] = "garbage",
        [VerifyError.HeaderMalformed] = "malformed header",
        [VerifyError.AlgorithmNotAllowed] = "wrong alg",
        [VerifyError.KeyNotFound] = "unknown kid",
    };

    public static IEnumerable<RowGroup> Make()
    {
        // What the other libraries can be asked as well, with the same policy, comes with their rows.
        yield return Group(VerifyError.TokenTooLarge, Good + new string('A', 20_000));
        yield return Group(VerifyError.EncryptedTokenNotSupported, string.Join('.', Enumerable.Repeat(new string('A', 192), 5)));
        yield return Rivals(VerifyError.NotCompactJws, new string('x', 967));
        yield return Rivals(VerifyError.HeaderMalformed, WithHeader(Header.Replace("\"key-2026-01\"", "key-2026-01", StringComparison.Ordinal)));
        yield return Rivals(VerifyError.AlgorithmNotAllowed, WithHeader(Header.Replace("256", "384", StringComparison.Ordinal)));
        yield return Group(VerifyError.CriticalHeaderNotSupported, WithHeader(Header.Replace("}", ",\"crit\":[\"exp\"]}", StringComparison.Ordinal)));
        yield return Group(VerifyError.UnencodedPayloadNotSupported, WithHeader(Header.Replace("}", ",\"b64\":false}", StringComparison.Ordinal)));
        yield return Group(VerifyError.CompressedPayloadNotSupported, WithHeader(Header.Replace("}", ",\"zip\":\"DEF\"}", StringComparison.Ordinal)));
        yield return Group(VerifyError.IssuerNotTrusted, With("iss", "https://other.example.com"), new JwtVerifier([Sample.Policy(Pair), OtherIssuer()]));
        yield return Group(VerifyError.KeysUnavailable, Good, new JwtVerifier(Policy(new NoKeys())));
        yield return Rivals(VerifyError.KeyNotFound, WithHeader(Header.Replace("key-2026-01", "key-2026-02", StringComparison.Ordinal)));
        yield return Group(
            VerifyError.KeyAmbiguous,
            Pair.With(Algorithm, null).Sign(Sample.Claims().ToJsonString()),
            new JwtVerifier(Policy(Keys(Pair, TestKeyPair.Create(Algorithm, "other")))));
        yield return Group(VerifyError.KeyAlgorithmMismatch, Good, new JwtVerifier(Policy(Keys(Sample.Pair(JwtAlgorithm.RS256)))));
        yield return Rivals(VerifyError.SignatureInvalid, TestKeyPair.Create(Algorithm, Sample.KeyId).Sign(Sample.Claims().ToJsonString()));
        yield return Group(VerifyError.PayloadMalformed, Pair.Sign(Sample.Claims().ToJsonString()[..^1] + ",}"));
        yield return Group(VerifyError.ClaimMalformed, With("exp", "soon"));
        yield return Group(VerifyError.TypeMismatch, WithHeader(Header.Replace("JWT", "logout+jwt", StringComparison.Ordinal)));
        yield return Rivals(VerifyError.IssuerMismatch, With("iss", "https://other.example.com"));
        yield return Rivals(VerifyError.AudienceMismatch, With("aud", "https://other.example.com"));
        yield return Group(VerifyError.ExpirationMissing, With("exp", null));
        yield return Rivals(VerifyError.Expired, With("exp", Seconds(-3_600)));
        yield return Rivals(VerifyError.NotYetValid, With("nbf", Seconds(3_600)));
        yield return Group(VerifyError.IssuedInFuture, With("iat", Seconds(3_600)));
        yield return Group(VerifyError.TooOld, With("iat", Seconds(-3_600)), new JwtVerifier(Policy(Keys(Pair), maxAge: TimeSpan.FromMinutes(5))));
        yield return Group(VerifyError.LifetimeTooLong, Good, new JwtVerifier(Policy(Keys(Pair), maxLifetime: TimeSpan.FromMinutes(5))));
        yield return Group(
            VerifyError.RequiredHeaderMissing,
            Good,
            new JwtVerifier(Policy(Keys(Pair)) with { RequiredHeaders = new Dictionary<string, Expected> { ["signer"] = Expected.Any } }));
        yield return Group(
            VerifyError.RequiredClaimMissing,
            Good,
            new JwtVerifier(Policy(Keys(Pair), requiredClaims: new Dictionary<string, Expected> { ["department"] = Expected.Any })));
        yield return Group(VerifyError.ProofOfPossessionRequired, With("cnf", new JsonObject { ["jkt"] = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" }));
        yield return Group(
            VerifyError.Revoked,
            Good,
            new JwtVerifier(Sample.Policy(Pair), new JwtVerifierOptions { IsRevoked = static (in token) => token.JwtId == "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"u8 }));
        yield return Group(VerifyError.InsufficientScope, Good, new JwtVerifier(Policy(Keys(Pair), scopes: ["orders:admin"])));
    }

    private static RowGroup Rivals(VerifyError error, string token)
    {
        RowGroup own = Group(error, token);
        return own with { Rows = [.. own.Rows, .. Row.Of(Field.Refuse(Sample.Setup(Pair), token))] };
    }

    // Beside the floor of the good token, which those that fail behind the signature pay.
    private static RowGroup Group(VerifyError error, string token, JwtVerifier? verifier = null)
    {
        JwtVerifier judge = verifier ?? Verifier;
        byte[] bytes = Encoding.UTF8.GetBytes(token);
        return new RowGroup(
            Area,
            error.ToString(),
            [
                new(Row.Platform, FullCallRows.Floor, IFloor.Make(Pair, Encoding.UTF8.GetBytes(Good)).Verify),
                new(Row.Ours, Bytes, () => !judge.TryVerify(bytes, out VerifiedToken verified) && verified.Error == error),
                new(Row.Ours, Chars, () => !judge.TryVerify(token, out VerifiedToken verified) && verified.Error == error) { IsRival = true },
            ])
        {
            Algorithm = Algorithm,
            Claims = Sample.Usual,
            HasBudget = Named.ContainsKey(error),
        };
    }

    private static long Seconds(int fromNow) => DateTimeOffset.UtcNow.ToUnixTimeSeconds() + fromNow;

    private static string WithHeader(string header) => Pair.Sign(header, Sample.Claims().ToJsonString());

    private static string With(string name, JsonNode? value)
    {
        JsonObject claims = Sample.Claims();
        claims.Remove(name);
        if (value is not null)
        {
            claims[name] = value;
        }

        return Pair.Sign(claims.ToJsonString());
    }

    private static JwkSet Keys(params TestKeyPair[] pairs) =>
        JwkSet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. pairs.Select(pair => pair.ToJwk())]) }.ToJsonString()));

    private static VerificationPolicy OtherIssuer() => new()
    {
        Issuer = "https://third.example.com",
        Audience = Sample.Audience,
        Algorithms = [JwtAlgorithm.RS256],
        Keys = Sample.Pair(JwtAlgorithm.RS256).ToJwkSet(),
    };

    private static VerificationPolicy Policy(
        KeySource keys,
        IReadOnlyList<Expected>? scopes = null,
        Dictionary<string, Expected>? requiredClaims = null,
        TimeSpan? maxAge = null,
        TimeSpan? maxLifetime = null) => new()
        {
            Issuer = Sample.Issuer,
            Audience = Sample.Audience,
            Algorithms = [Algorithm],
            Keys = keys,
            RequiredScopes = scopes ?? [],
            RequiredClaims = requiredClaims ?? [],
            MaxAge = maxAge,
            MaxLifetime = maxLifetime,
        };

    private sealed class NoKeys : KeySource
    {
        internal override bool IsStatic => true;

        internal override JwkSet? KeysAt(ref CallTime time) => null;
    }
}
