using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>One real input for each of the errors that a token can meet, in the order of the pipeline.</summary>
public abstract class ErrorInputs : GoldenTest
{
    /// <summary>Nothing listens there.</summary>
    private const string NoRevocationCheck = "it has no revocation check: such a token is valid there";
    private const string ClosedPort = "http://127.0.0.1:1/keys";

    private static readonly TestKeyPair OtherRsa = TestKeyPair.Create(JwtAlgorithm.RS256, "other");

    private protected static ErrorInput[] All { get; } = [.. BeforeTheKeys(), .. OfKeys(), .. OfClaims()];

    private protected static VerificationPolicy PolicyOf(KeySource keys, string issuer = Issuer, TimeSpan? maxAge = null, TimeSpan? maxLifetime = null, string? requiredClaim = null, string? scope = null) => new()
    {
        Issuer = issuer,
        Audience = Audience,
        Algorithms = [JwtAlgorithm.RS256],
        Keys = keys,
        MaxAge = maxAge,
        MaxLifetime = maxLifetime,
        RequiredClaims = requiredClaim is null ? [] : new Dictionary<string, Expected> { [requiredClaim] = "a" },
        RequiredScopes = scope is null ? [] : [scope],
    };

    private static IEnumerable<ErrorInput> BeforeTheKeys()
    {
        yield return Of(VerifyError.TokenTooLarge, "a token of 20,000 characters more than it should have", Sign() + new string('A', 20_000));
        yield return Of(VerifyError.EncryptedTokenNotSupported, "five segments: `e30.AA.AA.AA.AA`", "e30.AA.AA.AA.AA");
        yield return Of(VerifyError.NotCompactJws, "`Bearer ` twice in the header, and once in the file", "Bearer " + Sign());
        yield return Header(VerifyError.HeaderMalformed, "a header with two members `alg`", "{\"alg\":\"RS256\",\"kid\":\"rs256\",\"alg\":\"RS256\"}");
        yield return Of(VerifyError.AlgorithmNotAllowed, "a token signed with ES256 where RS256 is accepted", Ec.Sign(Claims().ToJsonString()));
        yield return Header(VerifyError.CriticalHeaderNotSupported, "a header with `\"crit\":[\"exp\"]`", "{\"alg\":\"RS256\",\"kid\":\"rs256\",\"crit\":[\"exp\"]}");
        yield return Header(VerifyError.UnencodedPayloadNotSupported, "a header with `\"b64\":false`", "{\"alg\":\"RS256\",\"kid\":\"rs256\",\"b64\":false}");
        yield return Header(VerifyError.CompressedPayloadNotSupported, "a header with `\"zip\":\"DEF\"`", "{\"alg\":\"RS256\",\"kid\":\"rs256\",\"zip\":\"DEF\"}");
    }

    private static IEnumerable<ErrorInput> OfKeys()
    {
        yield return Of(VerifyError.IssuerNotTrusted, "`iss` is a third issuer where two are configured", Sign(claims => claims["iss"] = "https://third.example.com")) with
        {
            Policies = [PolicyOf(Rsa.ToJwkSet()), PolicyOf(OtherRsa.ToJwkSet(), "https://other.example.com")],
            NotOnCommandLine = "its options are one policy: such a token is `IssuerMismatch`",
        };
        yield return Of(VerifyError.KeysUnavailable, "a good token; nothing listens at the address of the key set", Sign()) with
        {
            Policies = [PolicyOf(new RemoteJwks(ClosedPort, new() { AllowHttpOnLoopback = true }))],
            KeySet = ClosedPort,
            Options = ["--allow-http-loopback"],
        };
        yield return Header(VerifyError.KeyNotFound, "`kid` is `new`, the key set has `rs256` and `es256`", "{\"alg\":\"RS256\",\"kid\":\"new\"}");
        yield return Header(VerifyError.KeyAmbiguous, "a token without `kid`; two keys fit", "{\"alg\":\"RS256\"}", SetOf(Rsa.ToJwk(), OtherRsa.ToJwk()));
        JsonObject ec = Ec.ToJwk();
        ec["kid"] = "rs256";
        yield return Of(VerifyError.KeyAlgorithmMismatch, "the key with this `kid` is for ES256, the token is signed with RS256", Sign(), SetOf(ec));
        yield return Of(VerifyError.SignatureInvalid, "signed with a key that was replaced under the same `kid`", TestKeyPair.Create(JwtAlgorithm.RS256, "rs256").Sign(Claims().ToJsonString()));
    }

    private static IEnumerable<ErrorInput> OfClaims()
    {
        yield return Of(VerifyError.PayloadMalformed, "a payload with two members `sub`", Rsa.Sign(Claims().ToJsonString()[..^1] + ",\"sub\":\"user-2\"}"));
        yield return Claim(VerifyError.ClaimMalformed, "`exp` is in milliseconds", "exp", (Now + 300) * 1000);
        yield return Header(VerifyError.TypeMismatch, "a logout token: `typ` is `logout+jwt`", "{\"alg\":\"RS256\",\"kid\":\"rs256\",\"typ\":\"logout+jwt\"}");
        yield return Claim(VerifyError.IssuerMismatch, "`iss` ends with a slash, the issuer of the policy does not", "iss", Issuer + "/");
        yield return Claim(VerifyError.AudienceMismatch, "`aud` is another service", "aud", "https://other.example.com");
        yield return Claim(VerifyError.ExpirationMissing, "no `exp`", "exp", null);
        yield return Claim(VerifyError.Expired, "`exp` was two minutes ago", "exp", Now - 120);
        yield return Claim(VerifyError.NotYetValid, "`nbf` is in two minutes", "nbf", Now + 120);
        yield return Claim(VerifyError.IssuedInFuture, "`iat` is in two minutes", "iat", Now + 120);
        yield return Claim(VerifyError.TooOld, "`iat` was two hours ago, `MaxAge` is one", "iat", Now - 7_200) with
        {
            Policies = [PolicyOf(PublicKeys(), maxAge: TimeSpan.FromHours(1))],
            Options = ["--max-age", "3600"],
        };
        yield return Claim(VerifyError.LifetimeTooLong, "`exp` is a day after `iat`, `MaxLifetime` is an hour", "exp", Now - 60 + 86_400) with
        {
            Policies = [PolicyOf(PublicKeys(), maxLifetime: TimeSpan.FromHours(1))],
            Options = ["--max-lifetime", "3600"],
        };
        yield return Of(VerifyError.RequiredHeaderMissing, "no `signer` in the header, which the policy requires", Sign()) with
        {
            Policies = [PolicyOf(PublicKeys()) with { RequiredHeaders = new Dictionary<string, Expected> { ["signer"] = "arn:aws:a" } }],
            Options = ["--required-header", "signer=arn:aws:a"],
        };
        yield return Of(VerifyError.RequiredClaimMissing, "no claim `tenant`, which the policy requires", Sign()) with
        {
            Policies = [PolicyOf(PublicKeys(), requiredClaim: "tenant")],
            Options = ["--required-claim", "tenant=a"],
        };
        yield return Claim(VerifyError.ProofOfPossessionRequired, "a DPoP token sent as a plain bearer token", "cnf", new JsonObject { ["jkt"] = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" });
        yield return Of(VerifyError.Revoked, "a good token that the revocation check knows", Sign()) with
        {
            IsRevoked = (_, _) => ValueTask.FromResult(true),
            NotOnCommandLine = NoRevocationCheck,
        };
        yield return Of(VerifyError.RevocationCheckFailed, "a good token; the revocation check throws", Sign()) with
        {
            IsRevoked = (_, _) => throw new IOException("The database is down."),
            NotOnCommandLine = NoRevocationCheck,
        };
        yield return Of(VerifyError.RevocationCheckTimedOut, "a good token; the revocation check never ends", Sign()) with
        {
            IsRevoked = (_, _) => new(new TaskCompletionSource<bool>().Task),
            NotOnCommandLine = NoRevocationCheck,
        };
        yield return Of(VerifyError.InsufficientScope, "`scope` is `read write`, the policy requires `admin`", Sign()) with
        {
            Policies = [PolicyOf(PublicKeys(), scope: "admin")],
            Options = ["--scope", "admin"],
        };
    }

    private static JwkSet PublicKeys() => JwkSet.Parse(Encoding.UTF8.GetBytes(Set));

    private static ErrorInput Of(VerifyError error, string words, string token, string? set = null) => new(error, words, token)
    {
        KeySet = set ?? Set,
        Policies = set is null ? null : [PolicyOf(JwkSet.Parse(Encoding.UTF8.GetBytes(set)))],
    };

    private static ErrorInput Header(VerifyError error, string words, string header, string? set = null) => Of(error, words, Rsa.Sign(header, Claims().ToJsonString()), set);

    private static ErrorInput Claim(VerifyError error, string words, string name, JsonNode? value) => Of(error, words, Sign(claims =>
    {
        claims.Remove(name);
        if (value is not null)
        {
            claims[name] = value;
        }
    }));
}
