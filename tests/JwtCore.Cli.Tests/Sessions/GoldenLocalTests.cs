using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>Whole sessions of the commands that need no network.</summary>
public class GoldenLocalTests : GoldenTest
{
    private static readonly string[] RsaPolicy = ["--alg", "RS256", "--issuer", Issuer, "--audience", Audience, "--at", At];

    [Fact]
    public async Task Verify_answers_as_it_did()
    {
        GoldenScript script = Script("verify");
        string[] verify = ["verify", "--jwks", Write("keys.json", Set), .. RsaPolicy];
        string good = Write("good.jwt", Sign());
        string old = Write("old.jwt", Sign(claims => claims["exp"] = Now - 60));
        string strings = Write("strings.jwt", Sign(claims => claims["exp"] = $"{Now + 60}"));

        await Do(script, [.. verify, "--file", good]);
        await Do(script, [.. verify, "--file", good, "--json"]);
        await Do(script, [.. verify, "--file", old]);
        await Do(script, [.. verify, "--file", old, "--json"]);
        await Do(script, "x.y.z\n\n", [], verify);

        script.Say("More of the policy.");
        await Do(script, [.. verify, "--file", good, "--profile", "AccessToken"]);
        await Do(script, [.. verify, "--file", good, "--profile", "Access"]);
        await Do(script, [.. verify, "--file", good, "--profile", "McpResource", "--any-audience"]);
        await Do(script, [.. verify, "--file", good, "--profile", "AccessToken", "--tolerate", "MissingExpiration"]);
        await Do(script, [.. verify, "--file", strings]);
        await Do(script, [.. verify, "--file", strings, "--tolerate", "StringDates", "--json"]);
        await Do(script, [.. verify, "--file", good, "--tolerate", "Everything"]);
        await Do(script, [.. verify, "--file", good, "--max-age", "59", "--skew", "0"]);
        await Do(script, [.. verify, "--file", good, "--max-lifetime", "359"]);
        await Do(script, [.. verify, "--file", good, "--max-age", "0"]);
        await Do(script, [.. verify, "--file", good, "--required-claim", "sub=user-2"]);
        await Do(script, [.. verify, "--file", good, "--required-claim", "sub=user-2", "--required-claim", "sub=user-1", "--json"]);
        await Do(script, [.. verify, "--file", good, "--required-claim", "sub"]);
        await Do(script, [.. verify, "--file", good, "--scope", "admin"]);

        script.Say("Wrong usage.");
        await Do(script, [.. verify, "--file", PathOf("absent.jwt")]);
        await Do(script, ["verify", "--jwks", PathOf("absent.json"), .. RsaPolicy]);
        await Do(script, ["verify", "--jwks", Write("no.json", "[]"), .. RsaPolicy, "--file", good]);
        await Do(script, ["verify", "--file", good, .. RsaPolicy]);
        await Do(script, [.. verify, "--discover", Issuer, "--file", good]);
        await Do(script, [.. verify, "--allow-http-loopback", "--file", good]);
        await Do(script, ["verify", "--jwks", "https://issuer.example.com/keys", "--alg", "HS256", .. RsaPolicy[2..], "--file", good]);
        script.Check();
    }

    [Fact]
    public async Task Variables_stand_in_for_options()
    {
        GoldenScript script = Script("variables");
        string good = Write("good.jwt", Sign());
        string pem = Rsa.ToPublicPem().ReplaceLineEndings("\n");
        (string, string) key = (Variables.PublicKey, pem);
        (string, string) algorithm = (Variables.Algorithm, "ES256,RS256");
        (string, string) issuer = (Variables.Issuer, Issuer);
        (string, string) audience = (Variables.Audience, Audience);
        string[] verify = ["verify", "--file", good, "--at", At, "--json"];

        await Do(script, "", [key, algorithm, issuer, audience, (Variables.RequiredScopes, """["read","write"]""")], verify);
        await Do(script, "", [key, (Variables.Algorithm, "RS256 ES256"), issuer, audience, (Variables.RequiredScopes, "read, admin")], verify);

        script.Say("Options win.");
        await Do(script, "", [(Variables.PublicKey, "nonsense"), (Variables.Algorithm, "none"), (Variables.Issuer, "x"), (Variables.Audience, "x"), (Variables.RequiredScopes, "x")],
            [.. verify, "--jwks", Write("keys.json", Set), .. RsaPolicy[..6], "--scope", "read"]);

        script.Say("Contradictions are named.");
        await Do(script, "", [algorithm, issuer, audience], verify);
        await Do(script, "", [key, (Variables.JwksUri, "https://issuer.example.com/keys"), algorithm, issuer, audience], verify);
        await Do(script, "", [(Variables.JwksUri, "https://issuer.example.com/keys"), (Variables.Algorithm, "HS256"), issuer, audience], verify);
        await Do(script, "", [(Variables.JwksUri, "http://issuer.example.com/keys"), algorithm, issuer, audience], verify);
        await Do(script, "", [(Variables.JwksUri, "keys.json"), algorithm, issuer, audience], verify);
        await Do(script, "", [key, (Variables.Algorithm, "RS256 none"), issuer, audience], verify);
        await Do(script, "", [(Variables.PublicKey, "nonsense"), algorithm, issuer, audience], verify);
        await Do(script, "", [key, (Variables.Algorithm, "HS256"), issuer, audience], verify);
        await Do(script, "", [key, algorithm, (Variables.Issuer, "x, https://issuer.example.com"), (Variables.Audience, """["x","https://api.example.com"]""")], verify);
        await Do(script, "", [key, algorithm, (Variables.AcceptAnyIssuer, "true"), (Variables.AcceptAnyAudience, "true")], verify);
        await Do(script, "", [key, algorithm, issuer, (Variables.AcceptAnyIssuer, "true"), audience], verify);
        await Do(script, "", [key, algorithm, (Variables.AcceptAnyIssuer, "yes"), audience], verify);
        await Do(script, "", [(Variables.PublicKey, "short"), (Variables.Algorithm, "HS256"), issuer, audience], verify);
        await Do(script, "", [key, algorithm, issuer, audience, (Variables.RequiredScopes, "[1]")], verify);
        await Do(script, "", [key, (Variables.Algorithm, ""), issuer, audience], verify);
        await Do(script, "", [key, algorithm, issuer, audience], ["doctor", .. verify[1..]]);
        script.Check();
    }

    [Fact]
    public async Task Jwks_answers_as_it_did()
    {
        GoldenScript script = Script("jwks");
        JsonObject weak = new() { ["kty"] = "RSA", ["n"] = "AQAB", ["e"] = "AQAB" };
        JsonObject hostile = Ec.ToJwk();
        hostile["kid"] = "\u001b[31m\u202e" + new string('x', 100);
        JsonObject open = Rsa.ToJwk();
        open.Remove("alg");
        open.Remove("kid");
        JsonObject secret = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Keys, "HS512.json")))!;
        string mixed = Write("mixed.json", SetOf(Rsa.ToJwk(), weak, hostile, open, new JsonObject { ["kty"] = "OKP", ["crv"] = "X25519" }));

        await Do(script, "jwks", Path.Combine(Sample, "jwks.json"));
        await Do(script, "jwks", "--json", Path.Combine(Sample, "jwks.json"));
        await Do(script, File.ReadAllText(Path.Combine(Sample, "jwks.json")), [], "jwks", "-");
        await Do(script, "jwks", mixed);
        await Do(script, "jwks", mixed, "--json");
        await Do(script, "jwks", Write("secret.json", SetOf(secret)));
        await Do(script, "jwks", PathOf("secret.json"), "--remote-rules");
        await Do(script, "jwks", Write("many.json", SetOf([.. Enumerable.Repeat(Rsa.ToJwk(), 101)])), "--remote-rules");
        await Do(script, "jwks", Write("large.json", $$"""{"keys":[],"x":"{{new string('x', 262_127)}}"}"""), "--remote-rules");
        await Do(script, "jwks", Write("largest.json", $$"""{"keys":[],"x":"{{new string('x', 262_126)}}"}"""), "--remote-rules");
        await Do(script, "jwks", Write("empty.json", """{"keys":[]}"""));
        await Do(script, "jwks", Write("html.json", "<html>"));
        await Do(script, "jwks", PathOf("html.json"), "--json");

        script.Say("Wrong usage.");
        await Do(script, "jwks");
        await Do(script, "jwks", mixed, "--url", "https://issuer.example.com/keys");
        await Do(script, "jwks", "--url", "https://issuer.example.com/keys", "--discover", Issuer);
        await Do(script, "jwks", "https://issuer.example.com/keys");
        await Do(script, "jwks", "--url", "http://issuer.example.com/keys");
        await Do(script, "jwks", "--url", "http://issuer.example.com/keys", "--allow-http-loopback");
        await Do(script, "jwks", "--discover", "https://login.example.com/{tenantid}/v2.0");
        await Do(script, "jwks", mixed, "--allow-http-loopback");
        await Do(script, "jwks", PathOf("absent.json"));
        await Do(script, "jwks", mixed, "other.json");
        await Do(script, "jwks", "--x");
        script.Check();
    }

    [Fact]
    public async Task Doctor_answers_as_it_did()
    {
        GoldenScript script = Script("doctor");
        string set = Write("keys.json", Set);
        JsonObject twin = Ec.ToJwk();
        twin["kid"] = Rsa.KeyId;
        JsonObject open = Rsa.ToJwk();
        open.Remove("alg");
        open.Remove("kid");
        string ambiguous = Write("ambiguous.json", SetOf(Rsa.ToJwk(), twin, open, new JsonObject()));
        string good = Write("good.jwt", Sign());
        string[] doctor = ["doctor", "--jwks", set, .. RsaPolicy];

        await Do(script, [.. doctor, "--file", good]);
        await Do(script, "doctor", "--jwks", ambiguous);
        await Do(script, "doctor", "--jwks", set, "--alg", "PS512", "--issuer", Issuer, "--audience", Audience);
        await Do(script, "doctor", "--jwks", Write("empty.json", SetOf(new JsonObject())), "--json");
        await Do(script, ["doctor", "--key", Write("key.pem", Rsa.ToPublicPem()), .. RsaPolicy, "--any-typ", "--skew", "600", "--tolerate", "NumericSubject", "--allow-missing-exp"]);
        await Do(script, ["doctor", "--secret-file", Write("secret", new string('s', 32)), "--alg", "HS256", .. RsaPolicy[2..6]]);

        script.Say("What a token fails on.");
        await Do(script, [.. doctor, "--file", Write("audience.jwt", Sign(claims => claims["aud"] = new JsonArray("\u001b[31m", "other")))]);
        await Do(script, [.. doctor, "--file", PathOf("audience.jwt"), "--json"]);
        await Do(script, [.. doctor, "--file", Write("issuer.jwt", Sign(claims => claims["iss"] = Issuer + "/"))]);
        await Do(script, [.. doctor, "--file", Write("old.jwt", Sign(claims => claims["exp"] = Now - 60))]);
        await Do(script, [.. doctor, "--file", Write("kid.jwt", Rsa.Sign("""{"alg":"RS256","kid":"another"}""", Claims().ToJsonString()))]);
        await Do(script, [.. doctor, "--file", Write("es.jwt", Ec.Sign(Claims().ToJsonString()))]);
        await Do(script, [.. doctor, "--file", good, "--scope", "admin", "--scope", "read"]);
        await Do(script, [.. doctor, "--file", good, "--required-claim", "tenant=a"]);
        await Do(script, [.. doctor, "--file", good, "--typ", "at+jwt"]);
        await Do(script, [.. doctor, "--file", Write("opaque.jwt", "0123456789")]);

        script.Say("Wrong usage.");
        await Do(script, "doctor");
        await Do(script, "doctor", "--issuer", "x");
        await Do(script, "doctor", "--jwks", set, "--alg", "HS257");
        await Do(script, "doctor", "--jwks", set, "--any-issuer", "--profile", "LogoutToken");
        script.Check();
    }

    [Theory]
    [InlineData("help")]
    [InlineData("help-verify", "verify")]
    [InlineData("help-inspect", "inspect")]
    [InlineData("help-jwks", "jwks")]
    [InlineData("help-doctor", "doctor")]
    [InlineData("help-keygen", "keygen")]
    [InlineData("help-issue", "issue")]
    [InlineData("help-serve", "serve")]
    [InlineData("help-completion", "completion")]
    public async Task Help_says_what_it_did(string name, params string[] command)
    {
        GoldenScript script = Script(name);
        await Do(script, [.. command, "--help"]);
        script.Check();
    }

    [Fact]
    public async Task Inspect_answers_as_it_did()
    {
        GoldenScript script = Script("inspect");
        string good = Write("good.jwt", Sign());

        await Do(script, "inspect", "--file", good);
        await Do(script, "inspect", "--file", good, "--json");
        await Do(script, "inspect", "a.b");
        await Do(script, "inspect");
        await Do(script, "inspect", "--file", PathOf("absent.jwt"));
        script.Check();
    }

    [Fact]
    public async Task Keygen_answers_as_it_did()
    {
        GoldenScript script = Script("keygen").Hide("""(?<="(kid|x|y|d|k)":")[A-Za-z0-9_-]{22,}""", "random");

        await Do(script, "keygen", "--alg", "ES256");
        await Do(script, "keygen", "--alg", "HS384");
        await Do(script, "keygen", "--alg", "ES384", "--kid", "key-1", "--out", PathOf("key.json"), "--public", PathOf("jwks.json"));
        await Do(script, "keygen", "--alg", "ES384", "--out", PathOf("key.json"));
        await Do(script, "keygen");
        await Do(script, "keygen", "--alg", "Ed448");
        await Do(script, "keygen", "--alg", "Ed25519");
        await Do(script, "keygen", "--alg", "HS256", "--public", PathOf("public.json"));
        await Do(script, "keygen", "--alg", "RS256", "--bits", "1024");
        script.Check();
    }

    [Fact]
    public async Task Issue_answers_as_it_did()
    {
        GoldenScript script = Script("issue");
        string[] issue = ["issue", "--key", Path.Combine(Keys, "HS512.json"), "--at", At];

        await Do(script, [.. issue, "--issuer", Issuer, "--subject", "user-1", "--audience", Audience, "--scope", "read"]);
        await Do(script, [.. issue, "--lifetime", "-60", "--claims", """{"tenant":7}""", "--header", """{"typ":null}"""]);
        await Do(script, [.. issue, "--claims-file", Write("claims.json", """{"a":[1,{"b":null}]}""")]);
        await Do(script, "issue", "--key", Path.Combine(Keys, "RS256.json"), "--alg", "RS512", "--at", At);
        await Do(script, "issue");
        await Do(script, [.. issue, "--claims", "[]"]);
        await Do(script, [.. issue, "--alg", "RS256"]);
        script.Check();
    }
}
