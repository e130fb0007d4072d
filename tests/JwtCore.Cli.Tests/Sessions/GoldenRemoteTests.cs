using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>Whole sessions with keys that are fetched from a server on this machine.</summary>
public class GoldenRemoteTests : GoldenTest
{
    private const string Metadata = "/.well-known/openid-configuration";

    private const string Loopback = "--allow-http-loopback";

    private const string AnsweredAt = "(?<=\"answeredAt\":\")[^\"]+";

    [Fact]
    public async Task Verify_answers_as_it_did()
    {
        await using LoopbackServer server = Serve();
        GoldenScript script = Script("verify-remote", server);
        string good = Write("good.jwt", Sign());
        string found = Write("found.jwt", Sign(claims => claims["iss"] = server.Address));
        string[] policy = ["--alg", "RS256", "--audience", Audience, "--at", At, Loopback];

        await Do(script, ["verify", "--jwks", server.Address + "/keys", .. policy, "--issuer", Issuer, "--file", good]);
        await Do(script, ["verify", "--discover", server.Address, .. policy, "--file", found, "--json"]);
        await Do(script, ["verify", "--discover", server.Address, .. policy, "--file", good]);
        await Do(script, ["verify", "--discover", server.Address, .. policy, "--issuer", Issuer, "--file", good, "--json"]);
        await Do(script, "", [(Variables.JwksUri, server.Address + "/keys"), (Variables.Issuer, Issuer)], ["verify", .. policy, "--file", good, "--json"]);
        await Do(script, "", [(Variables.Authority, server.Address)], ["verify", .. policy, "--file", found, "--json"]);
        await Do(script, "", [(Variables.Authority, server.Address), (Variables.Issuer, Issuer)], ["verify", .. policy, "--file", found, "--json"]);

        script.Say("Keys are unavailable, or there is none.");
        await Do(script, ["verify", "--jwks", server.Address + "/absent", .. policy, "--issuer", Issuer, "--file", good]);
        await Do(script, ["verify", "--jwks", server.Address + "/absent", .. policy, "--issuer", Issuer, "--file", good, "--json"]);
        await Do(script, ["verify", "--jwks", "http://127.0.0.1:1/keys", .. policy, "--issuer", Issuer, "--file", good]);
        await Do(script, ["verify", "--jwks", "http://127.0.0.1:1/keys", .. policy, "--issuer", Issuer, "x", "--json"]);
        await Do(script, ["verify", "--discover", server.Address + "/other", .. policy, "--file", good]);
        await Do(script, ["verify", "--jwks", server.Address + "/none", .. policy, "--issuer", Issuer, "--file", good]);

        script.Say("Wrong usage.");
        await Do(script, ["verify", "--jwks", server.Address + "/keys", .. policy[..^1], "--issuer", Issuer, "--file", good]);
        await Do(script, ["verify", "--jwks", server.Address + "/keys", .. policy, "--issuer", Issuer, "--file", PathOf("absent.jwt")]);
        script.Check();
    }

    [Fact]
    public async Task Jwks_answers_as_it_did()
    {
        await using LoopbackServer server = Serve();
        GoldenScript script = Script("jwks-remote", server).Hide(AnsweredAt, "time");

        await Do(script, "jwks", "--url", server.Address + "/keys", Loopback);
        await Do(script, "jwks", "--url", server.Address + "/keys", Loopback, "--json");
        await Do(script, "jwks", "--discover", server.Address, Loopback);
        await Do(script, "jwks", "--discover", server.Address, Loopback, "--json");

        script.Say("No key.");
        foreach (string path in (string[])["/none", "/html", "/many", "/mixed"])
        {
            await Do(script, "jwks", "--url", server.Address + path, Loopback);
        }

        script.Say("Not fetched.");
        foreach (string path in (string[])["/absent", "/moved", "/large"])
        {
            await Do(script, "jwks", "--url", server.Address + path, Loopback);
        }

        await Do(script, "jwks", "--url", "http://127.0.0.1:1/keys", Loopback);
        await Do(script, "jwks", "--url", "http://127.0.0.1:1/keys", Loopback, "--json");
        await Do(script, "jwks", "--discover", server.Address + "/", Loopback);
        script.Check();
    }

    [Fact]
    public async Task Doctor_answers_as_it_did()
    {
        await using LoopbackServer server = Serve();
        GoldenScript script = Script("doctor-remote", server).Hide(AnsweredAt, "time");
        string good = Write("good.jwt", Sign(claims => claims["iss"] = server.Address));
        string[] policy = ["--alg", "RS256", "--audience", Audience, "--at", At, Loopback];

        await Do(script, ["doctor", "--issuer", server.Address, .. policy, "--file", good]);
        await Do(script, ["doctor", "--issuer", server.Address, .. policy, "--file", good, "--json"]);
        await Do(script, ["doctor", "--issuer", server.Address + "/oauth", .. policy]);
        await Do(script, "doctor", "--jwks", server.Address + "/nostore", Loopback);
        await Do(script, "doctor", "--jwks", server.Address + "/day", Loopback, "--issuer", Issuer, "--audience", Audience, "--alg", "RS256");
        await Do(script, ["doctor", "--jwks", server.Address + "/keys", .. policy, "--issuer", Issuer, "--file", good]);

        script.Say("No key.");
        await Do(script, ["doctor", "--jwks", server.Address + "/none", .. policy, "--issuer", Issuer, "--file", good]);

        script.Say("Keys are unavailable.");
        await Do(script, ["doctor", "--issuer", server.Address + "/", .. policy, "--file", good]);
        await Do(script, ["doctor", "--issuer", server.Address + "/insecure", .. policy]);
        await Do(script, ["doctor", "--issuer", server.Address + "/absent", .. policy, "--json"]);
        await Do(script, ["doctor", "--jwks", server.Address + "/html", .. policy, "--issuer", Issuer]);
        await Do(script, ["doctor", "--jwks", "http://127.0.0.1:1/keys", .. policy, "--issuer", Issuer]);

        script.Say("Wrong usage.");
        await Do(script, ["doctor", "--issuer", server.Address, .. policy[..^1]]);
        await Do(script, ["doctor", "--jwks", server.Address + "/keys", "--alg", "HS256", Loopback]);
        script.Check();
    }

    private static LoopbackServer Serve()
    {
        LoopbackServer server = new();
        string Document(string issuer, string keys) => new JsonObject { ["issuer"] = issuer, ["jwks_uri"] = keys }.ToJsonString();
        return server
            .Answer("/keys", Set, 200, "Cache-Control: public, max-age=600", "ETag: \"1\"")
            .Answer("/nostore", Set, 200, "Cache-Control: no-store", "Age: 7")
            .Answer("/day", Set, 200, "Cache-Control: max-age=86400", "ETag: \"1\"")
            .Answer(Metadata, Document(server.Address, server.Address + "/keys"))
            .Answer("/.well-known/oauth-authorization-server/oauth", Document(server.Address + "/oauth", server.Address + "/keys"))
            .Answer("/insecure" + Metadata, Document(server.Address + "/insecure", "http://issuer.example.com/\u001b[31m"))
            .Answer("/other" + Metadata, Document("https://\u001b[31mother", server.Address + "/keys"))
            .Answer("/none", """{"keys":[{"kty":"OKP","crv":"X25519"}]}""")
            .Answer("/mixed", """{"keys":[{"kty":"OKP","crv":"X25519"},{"kty":"oct","k":"AAAA"}]}""")
            .Answer("/html", "<html>\u001b[31m")
            .Answer("/many", SetOf([.. Enumerable.Repeat(Rsa.ToJwk(), 101)]))
            .Answer("/moved", "", 302, "Location: http://169.254.169.254/")
            .Answer("/large", new string(' ', (256 * 1024) + 1));
    }
}
