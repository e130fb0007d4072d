using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>
/// The tokens of the table in docs/from-jwtbearer.md, by the names that they have there. Microsoft's library reads the
/// system's clock, so every date is far enough from today in either direction.
/// </summary>
internal static class MicrosoftTokens
{
    private const long Past = 1_000_000_000;
    private const long Future = 4_102_444_800;

    private static readonly TestKeyPair First = ReferenceEndpoint.Named("key-1");
    private static readonly TestKeyPair Second = ReferenceSetup.OtherPair.With(JwtAlgorithm.RS256, "key-2");
    private static readonly TestKeyPair Bound = Tokens.Pair(JwtAlgorithm.PS256).With(JwtAlgorithm.PS256, "key-3");
    private static readonly TestKeyPair Curve = Tokens.Pair(JwtAlgorithm.ES256).With(JwtAlgorithm.ES256, "key-4");

    /// <summary>What is published.</summary>
    public static IReadOnlyList<JsonObject> Jwks => [First.ToJwk(), Second.ToJwk(), Bound.ToJwk(), Curve.ToJwk()];

    /// <summary>The tokens in the order of the page.</summary>
    public static IReadOnlyList<(string Name, string Token)> All { get; } =
    [
        ("good", Of("{}")),
        ("good, ES256", Curve.CreateToken(Good)),
        ("without `typ`", First.CreateToken(Good with { Header = new JsonObject { ["typ"] = null } })),
        ("several audiences, one expected", Of($$"""{"aud":["https://other.example.com","{{ReferenceSetup.Audience}}"]}""")),
        ("without `kid`, several keys", First.With(JwtAlgorithm.RS256, null).CreateToken(Good)),
        ("`typ` is `logout+jwt`", First.CreateToken(Good with { Header = new JsonObject { ["typ"] = "logout+jwt" } })),
        ("with `cnf`", Of("""{"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}""")),
        ("`exp` and `iat` are strings", Of($$"""{"exp":"{{Future}}","iat":"{{Past}}"}""")),
        ("`sub` is a number", Of("""{"sub":42}""")),
        ("expired", Of($$"""{"exp":{{Past + 60}}}""")),
        ("not valid yet", Of($$"""{"nbf":{{Future - 60}}}""")),
        ("without `exp`", Of("""{"exp":null}""")),
        ("another issuer", Of("""{"iss":"https://evil.example.com"}""")),
        ("without issuer", Of("""{"iss":null}""")),
        ("another audience", Of("""{"aud":"https://evil.example.com"}""")),
        ("without audience", Of("""{"aud":null}""")),
        ("signed by nobody's key", Tokens.Pair(JwtAlgorithm.RS512).With(JwtAlgorithm.RS256, "key-1").CreateToken(Good)),
        ("`alg` is `none`", $"{Base64Url.EncodeToString("""{"alg":"none"}"""u8)}.{Of("{}").Split('.')[1]}."),
        ("HMAC with the public key", TestKeyPair.FromSecret(Encoding.UTF8.GetBytes(First.ToPublicPem()), JwtAlgorithm.HS256, "key-1").CreateToken(Good)),
        ("its own key in `jwk`", Tokens.Pair(JwtAlgorithm.RS512).With(JwtAlgorithm.RS256, null).CreateToken(Good with { Header = new JsonObject { ["jwk"] = Tokens.Pair(JwtAlgorithm.RS512).ToJwk() } })),
        ("no token at all", "not.a.jwt"),
        ("payload is no object", First.Sign("[]")),
        ("unknown `kid`", ReferenceEndpoint.Named("key-9").CreateToken(Good)),
        ("`kid` of another key", First.With(JwtAlgorithm.RS256, "key-2").CreateToken(Good)),
        ("RS256 by a key for PS256", Bound.With(JwtAlgorithm.RS256, "key-3").CreateToken(Good)),
        ("unknown `crit`", First.CreateToken(Good with { Header = new JsonObject { ["crit"] = new JsonArray("cat"), ["cat"] = 1 } })),
        ("`b64` is false", First.CreateToken(Good with { Header = new JsonObject { ["b64"] = false } })),
        ("`zip` is `DEF`", First.CreateToken(Good with { Header = new JsonObject { ["zip"] = "DEF" } })),
        ("`exp` twice", First.Sign($$"""{"iss":"{{ReferenceSetup.Issuer}}","aud":"{{ReferenceSetup.Audience}}","exp":{{Past}},"exp":{{Future}}}""")),
        ("`alg` twice", First.Sign("""{"alg":"none","alg":"RS256","kid":"key-1"}""", $$"""{"iss":"{{ReferenceSetup.Issuer}}","aud":"{{ReferenceSetup.Audience}}","exp":{{Future}}}""")),
        ("`iat` in the future", Of($$"""{"iat":{{Future - 60}}}""")),
        ("audience with a slash at its end", Of($$"""{"aud":"{{ReferenceSetup.Audience}}/"}""")),
    ];

    private static TestToken Good => ReferenceSetup.Good with { Claims = new JsonObject { ["iat"] = Past, ["exp"] = Future } };

    private static string Of(string claims)
    {
        JsonObject merged = Good.Claims.DeepClone().AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse(claims)!.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        return First.CreateToken(Good with { Claims = merged });
    }
}
