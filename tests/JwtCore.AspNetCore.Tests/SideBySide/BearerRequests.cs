using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.AspNetCore.Tests.SideBySide;

/// <summary>
/// The requests, and the keys that both servers have. JwtBearer reads the system's clock, so every date is far enough from
/// today in either direction.
/// </summary>
internal static class BearerRequests
{
    private const long Past = 1_000_000_000;
    private const long Future = 4_102_444_800;

    private static readonly TestKeyPair Rsa = Given.Pair.With(JwtAlgorithm.RS256, "rs256");
    private static readonly TestKeyPair Unpublished = TestKeyPair.Create(JwtAlgorithm.RS256, "rs256");
    private static readonly TestKeyPair[] Others =
    [
        Given.Pair.With(JwtAlgorithm.PS256, "ps256"),
        Given.Pair.With(JwtAlgorithm.RS512, "rs512"),
        Given.EcPair.With(JwtAlgorithm.ES256, "es256"),
        TestKeyPair.Create(JwtAlgorithm.ES384, "es384"),
        TestKeyPair.Create(JwtAlgorithm.ES512, "es512"),
    ];

    /// <summary>What is published.</summary>
    public static JsonObject Jwks => new() { ["keys"] = new JsonArray([.. Others.Prepend(Rsa).Select(pair => pair.ToJwk())]) };

    /// <summary>The algorithms of the keys.</summary>
    public static IReadOnlyList<JwtAlgorithm> Algorithms { get; } = [.. Others.Prepend(Rsa).Select(pair => pair.Algorithm)];

    /// <summary>The requests in the order of the page.</summary>
    public static IReadOnlyList<BearerRequest> All { get; } =
    [
        BearerRequest.Of("good, RS256", Good()),
        .. Others.Select(pair => BearerRequest.Of($"good, {pair.Algorithm}", pair.CreateToken(Token("{}")))),
        BearerRequest.Of("good, `typ` is `at+jwt`", Good(header: """{"typ":"at+jwt"}""")),
        BearerRequest.Of("good, without `typ`", Good(header: """{"typ":null}""")),
        BearerRequest.Of("good, one of several audiences", Good($$"""{"aud":["https://other.example.com","{{Given.Audience}}"]}""")),
        BearerRequest.Of("good, without `kid`, one key fits", Others[^1].With(JwtAlgorithm.ES512, null).CreateToken(Token("{}"))),
        new("good, `bearer` in lower case", $"Authorization: bearer {Good()}"),
        new("good, `BEARER` and two spaces", $"Authorization: BEARER  {Good()}"),
        new("good, with spaces behind it", $"Authorization: Bearer {Good()}   "),
        new("good, header's name in lower case", $"authorization: Bearer {Good()}"),
        new("no header"),
        new("an empty header", "Authorization:"),
        new("another scheme", "Authorization: Basic dXNlcjpwYXNz"),
        new("`DPoP` before a good token", $"Authorization: DPoP {Good()}"),
        new("a good token without a scheme", $"Authorization: {Good()}"),
        new("a tab behind `Bearer`", $"Authorization: Bearer\t{Good()}"),
        new("`Bearer` alone", "Authorization: Bearer"),
        new("a good token in another header", $"X-Authorization: Bearer {Good()}", $"Proxy-Authorization: Bearer {Good()}"),
        new("a good token in the query") { Target = $"/?access_token={Good()}" },
        new("a good token in a cookie", $"Cookie: access_token={Good()}"),
        new("twice the same header", $"Authorization: Bearer {Good()}", $"Authorization: Bearer {Good()}"),
        new("a header of another scheme and one with a good token", "Authorization: Basic dXNlcjpwYXNz", $"Authorization: Bearer {Good()}"),
        new("a header with a good token and an empty one", $"Authorization: Bearer {Good()}", "Authorization:"),
        new("two tokens in one header", $"Authorization: Bearer {Good()}, Bearer {Good()}"),
        BearerRequest.Of("no token at all", "not.a.jwt"),
        BearerRequest.Of("one word", "x"),
        BearerRequest.Of("a good token and more", Good() + ".x"),
        BearerRequest.Of("a padded token", Padded(Good())),
        BearerRequest.Of("five segments", Good() + "..x"),
        BearerRequest.Of("expired", Good($$"""{"exp":{{Past + 60}}}""")),
        BearerRequest.Of("not valid yet", Good($$"""{"nbf":{{Future - 60}}}""")),
        BearerRequest.Of("issued in the future", Good($$"""{"iat":{{Future - 60}}}""")),
        BearerRequest.Of("without `exp`", Good("""{"exp":null}""")),
        BearerRequest.Of("`exp` is a string", Good($$"""{"exp":"{{Future}}"}""")),
        BearerRequest.Of("`sub` is a number", Good("""{"sub":42}""")),
        BearerRequest.Of("another audience", Good("""{"aud":"https://evil.example.com"}""")),
        BearerRequest.Of("the audience with a slash at its end", Good($$"""{"aud":"{{Given.Audience}}/"}""")),
        BearerRequest.Of("without audience", Good("""{"aud":null}""")),
        BearerRequest.Of("another issuer", Good("""{"iss":"https://evil.example.com"}""")),
        BearerRequest.Of("without issuer", Good("""{"iss":null}""")),
        BearerRequest.Of("`exp` twice", Rsa.Sign($$"""{"iss":"{{Given.Issuer}}","aud":"{{Given.Audience}}","exp":{{Past}},"exp":{{Future}}}""")),
        BearerRequest.Of("`alg` twice", Rsa.Sign("""{"alg":"none","alg":"RS256","kid":"rs256"}""", Good().Split('.')[1] is var payload ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)) : "")),
        BearerRequest.Of("payload is no object", Rsa.Sign("[]")),
        BearerRequest.Of("a logout token", Good("""{"events":{"http://schemas.openid.net/event/backchannel-logout":{}}}""", """{"typ":"logout+jwt"}""")),
        BearerRequest.Of("a DPoP proof", Good(header: """{"typ":"dpop+jwt"}""")),
        BearerRequest.Of("a token with `cnf`", Good("""{"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}""")),
        BearerRequest.Of("unknown `crit`", Good(header: """{"crit":["cat"],"cat":1}""")),
        BearerRequest.Of("`b64` is false", Good(header: """{"b64":false}""")),
        BearerRequest.Of("`zip` is `DEF`", Good(header: """{"zip":"DEF"}""")),
        BearerRequest.Of("`alg` is `none`", $"{Base64Url.EncodeToString("""{"alg":"none"}"""u8)}.{Good().Split('.')[1]}."),
        BearerRequest.Of("`alg` is `none`, its signature left", $"{Base64Url.EncodeToString("""{"alg":"none","kid":"rs256"}"""u8)}.{Good().Split('.', 2)[1]}"),
        BearerRequest.Of("HMAC with the public key", TestKeyPair.FromSecret(Encoding.UTF8.GetBytes(Rsa.ToPublicPem()), JwtAlgorithm.HS256, "rs256").CreateToken(Token("{}"))),
        BearerRequest.Of("its own key in `jwk`", Unpublished.With(JwtAlgorithm.RS256, null).CreateToken(Token("{}", new JsonObject { ["jwk"] = Unpublished.ToJwk() }))),
        BearerRequest.Of("signed by nobody's key", Unpublished.CreateToken(Token("{}"))),
        BearerRequest.Of("unknown `kid`", Rsa.With(JwtAlgorithm.RS256, "other").CreateToken(Token("{}"))),
        BearerRequest.Of("another algorithm than the key's", Rsa.With(JwtAlgorithm.RS384, "rs256").CreateToken(Token("{}"))),
        BearerRequest.Of("one character of the payload changed", Changed(Good(), 1)),
        BearerRequest.Of("one character of the signature changed", Changed(Good(), 2)),
        BearerRequest.Of("a good token of 20,000 characters", Good($$"""{"filler":"{{new string('x', 14_500)}}"}""")),
        BearerRequest.Of("a good token of 300,000 characters", Good($$"""{"filler":"{{new string('x', 224_000)}}"}""")),
        BearerRequest.Of("a good token that lacks a role", Good()) with { Target = "/role" },
        BearerRequest.Of("a good token that lacks a scope", Good()) with { Target = "/scope" },
        BearerRequest.Of("a good token with the scope", Good("""{"scope":"read"}""")) with { Target = "/scope" },
        BearerRequest.Of("a bad token where anybody may come", "x") with { Target = "/open" },
    ];

    private static string Good(string claims = "{}", string header = "{}") => Rsa.CreateToken(Token(claims, JsonNode.Parse(header)!.AsObject()));

    private static TestToken Token(string claims, JsonObject? header = null)
    {
        JsonObject all = new() { ["iat"] = Past, ["exp"] = Future };
        foreach ((string name, JsonNode? value) in JsonNode.Parse(claims)!.AsObject())
        {
            all[name] = value?.DeepClone();
        }

        return Api.Good with { Claims = all, Header = header ?? [] };
    }

    private static string Padded(string token) => string.Join('.', token.Split('.').Select(segment => segment.PadRight((segment.Length + 3) / 4 * 4, '=')));

    private static string Changed(string token, int segment)
    {
        string[] segments = token.Split('.');
        char[] text = segments[segment].ToCharArray();
        text[text.Length / 2] = text[text.Length / 2] == 'A' ? 'B' : 'A';
        segments[segment] = new string(text);
        return string.Join('.', segments);
    }
}
