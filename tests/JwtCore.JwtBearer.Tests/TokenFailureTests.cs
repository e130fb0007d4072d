using System.Security.Cryptography;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.JwtBearer.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer.Tests;

/// <summary>The exception that JwtBearer's events get for each verdict.</summary>
public sealed class TokenFailureTests
{
    private static readonly Dictionary<VerifyError, Type> Types = new()
    {
        [VerifyError.TokenTooLarge] = typeof(SecurityTokenMalformedException),
        [VerifyError.EncryptedTokenNotSupported] = typeof(SecurityTokenDecryptionFailedException),
        [VerifyError.NotCompactJws] = typeof(SecurityTokenMalformedException),
        [VerifyError.HeaderMalformed] = typeof(SecurityTokenMalformedException),
        [VerifyError.AlgorithmNotAllowed] = typeof(SecurityTokenInvalidSignatureException),
        [VerifyError.CriticalHeaderNotSupported] = typeof(SecurityTokenMalformedException),
        [VerifyError.UnencodedPayloadNotSupported] = typeof(SecurityTokenMalformedException),
        [VerifyError.CompressedPayloadNotSupported] = typeof(SecurityTokenMalformedException),
        [VerifyError.KeyNotFound] = typeof(SecurityTokenSignatureKeyNotFoundException),
        [VerifyError.SignatureInvalid] = typeof(SecurityTokenInvalidSignatureException),
        [VerifyError.PayloadMalformed] = typeof(SecurityTokenMalformedException),
        [VerifyError.ClaimMalformed] = typeof(SecurityTokenMalformedException),
        [VerifyError.TypeMismatch] = typeof(SecurityTokenInvalidTypeException),
        [VerifyError.IssuerMismatch] = typeof(SecurityTokenInvalidIssuerException),
        [VerifyError.AudienceMismatch] = typeof(SecurityTokenInvalidAudienceException),
        [VerifyError.ExpirationMissing] = typeof(SecurityTokenNoExpirationException),
        [VerifyError.Expired] = typeof(SecurityTokenExpiredException),

        // These end before they begin.
        [VerifyError.NotYetValid] = typeof(SecurityTokenInvalidLifetimeException),
        [VerifyError.IssuedInFuture] = typeof(SecurityTokenInvalidLifetimeException),
        [VerifyError.ProofOfPossessionRequired] = typeof(SecurityTokenValidationException),
    };

    [Fact]
    public async Task Each_bad_token_gives_the_exception_of_its_verdict_whose_message_has_nothing_of_it()
    {
        TestKeyPair pair = Given.Pair.With(JwtAlgorithm.RS256, "key-1");
        List<Exception> failures = [];
        await using Api api = await Theirs.StartAsync(options =>
        {
            Theirs.Configure(options);
            options.TokenValidationParameters.IssuerSigningKey = Theirs.Key(pair);
            options.TokenValidationParameters.ValidAlgorithms = ["RS256"];
            options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(60);
            options.Events = new JwtBearerEvents { OnAuthenticationFailed = context => Keep(failures, context.Exception) };
        });

        Dictionary<VerifyError, Type> seen = [];
        foreach (BadToken bad in BadTokens.For(pair, Api.Good).Where(bad => bad.FitsIntoHeader))
        {
            failures.Clear();
            Assert.Equal(401, (await api.GetAsync(bad.Token)).Status);

            // JwtBearer sees no token in a header that ends behind the scheme.
            if (failures.Count == 0)
            {
                Assert.True(bad.Token.Trim().Length == 0, bad.Name);
                continue;
            }

            Exception failure = Assert.Single(failures);
            Assert.True(bad.Expected == failure.GetVerifyError(), $"{bad.Name}: {failure}");
            Assert.StartsWith($"JwtCore refused the token: {bad.Expected}", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Given.Audience, failure.Message, StringComparison.Ordinal);
            seen[bad.Expected] = failure.GetType();
        }

        Assert.Equal(Types.OrderBy(type => type.Key), seen.OrderBy(type => type.Key));
    }

    [Fact]
    public async Task Verdicts_that_follow_from_keys_and_checks_have_their_exceptions()
    {
        TestKeyPair one = Given.Pair.With(JwtAlgorithm.RS256, "one");
        List<Exception> failures = [];
        await using Api api = await Theirs.StartAsync(
            options =>
            {
                Theirs.Configure(options);
                options.TokenValidationParameters.IssuerSigningKey = new JsonWebKey(one.ToJwk().ToJsonString());
                options.TokenValidationParameters.IssuerSigningKeys = [Theirs.Key(TestKeyPair.Create(JwtAlgorithm.RS256, "two"))];
                options.TokenValidationParameters.TryAllIssuerSigningKeys = false;
                options.Events = new JwtBearerEvents { OnAuthenticationFailed = context => Keep(failures, context.Exception) };
            },
            bridge => bridge.VerifierOptions = new()
            {
                IsRevoked = (in VerifiedToken token) => token.Subject == "revoked",
                IsRevokedAsync = async (token, _) =>
                {
                    await Task.Yield();
                    return token.Subject == "unknown" ? throw new IOException() : token.Subject == "revoked later";
                },
            });

        foreach ((string token, VerifyError error, Type type) in ((string, VerifyError, Type)[])
        [
            (one.With(JwtAlgorithm.PS256, "one").CreateToken(Api.Good), VerifyError.KeyAlgorithmMismatch, typeof(SecurityTokenInvalidSignatureException)),
            (one.With(JwtAlgorithm.RS256, null).CreateToken(Api.Good), VerifyError.KeyAmbiguous, typeof(SecurityTokenSignatureKeyNotFoundException)),
            (one.CreateToken(Api.Good with { Subject = "revoked" }), VerifyError.Revoked, typeof(SecurityTokenValidationException)),
            (one.CreateToken(Api.Good with { Subject = "revoked later" }), VerifyError.Revoked, typeof(SecurityTokenValidationException)),
            (one.CreateToken(Api.Good with { Subject = "unknown" }), VerifyError.RevocationCheckFailed, typeof(SecurityTokenValidationException)),
        ])
        {
            failures.Clear();
            Assert.Equal(401, (await api.GetAsync(token)).Status);
            Assert.Equal((error, type), (failures[0].GetVerifyError(), failures[0].GetType()));
        }
    }

    [Fact]
    public async Task Members_are_set_for_authentic_tokens_and_fit_into_a_header()
    {
        List<Exception> failures = [];
        await using Api api = await Theirs.StartAsync(options =>
        {
            Theirs.Configure(options);
            options.Events = new JwtBearerEvents { OnAuthenticationFailed = context => Keep(failures, context.Exception) };
        });

        async Task<T> Failure<T>(TestToken token)
        {
            failures.Clear();
            Assert.Equal(401, (await api.GetAsync(Given.Pair.CreateToken(token))).Status);
            return Assert.IsType<T>(Assert.Single(failures));
        }

        Assert.Equal("https://evil.example.com", (await Failure<SecurityTokenInvalidIssuerException>(Api.Good with { Issuer = "https://evil.example.com" })).InvalidIssuer);
        Assert.Null((await Failure<SecurityTokenInvalidAudienceException>(Api.Good with { Audience = "https://evil.example.com" })).InvalidAudience);
        Assert.Equal("empty", (await Failure<SecurityTokenInvalidAudienceException>(Api.Good with { Audience = null })).InvalidAudience);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1_000_000_000), (await Failure<SecurityTokenInvalidLifetimeException>(Api.Good with { Claims = new() { ["exp"] = 1_000_000_000, ["nbf"] = 1_000_000_001 } })).Expires);
        Assert.Equal("logout+jwt", (await Failure<SecurityTokenInvalidTypeException>(Api.Good with { Header = new() { ["typ"] = "logout+jwt" } })).InvalidType);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1_000_000_000), (await Failure<SecurityTokenExpiredException>(Api.Good with { Claims = new() { ["exp"] = 1_000_000_000 } })).Expires);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(4_000_000_000), (await Failure<SecurityTokenNotYetValidException>(Api.Good with { Claims = new() { ["nbf"] = 4_000_000_000, ["exp"] = 4_000_000_001 } })).NotBefore);

        // JwtBearer writes it into the header as it is; its own message has it, and the request then fails with 500.
        foreach (string text in (string[])["a\"b", "a\\b", "ä", "a\nb", new string('a', 201)])
        {
            Assert.Null((await Failure<SecurityTokenInvalidIssuerException>(Api.Good with { Issuer = text })).InvalidIssuer);
        }

        Assert.NotNull((await Failure<SecurityTokenInvalidIssuerException>(Api.Good with { Issuer = new string('a', 200) })).InvalidIssuer);
    }

    [Fact]
    public async Task With_two_issuers_nothing_of_a_token_that_is_not_authentic_is_shown()
    {
        List<Exception> failures = [];
        FakeJwksEndpoint endpoint = new(Given.Pair) { Issuer = Given.Issuer };
        await using Api api = await Theirs.StartAsync(options =>
        {
            options.Authority = Given.Issuer;
            options.Audience = Given.Audience;
            options.BackchannelHttpHandler = endpoint;
            options.TokenValidationParameters.ValidIssuer = "own";
            options.TokenValidationParameters.IssuerSigningKey = Theirs.Key(TestKeyPair.Create(JwtAlgorithm.RS256));
            options.Events = new JwtBearerEvents { OnAuthenticationFailed = context => Keep(failures, context.Exception) };
        });
        Answer answer = await api.GetAsync(TestKeyPair.Create(JwtAlgorithm.RS256).CreateToken(Api.Good with { Issuer = "https://evil.example.com" }));

        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"The issuer '(null)' is invalid\"", answer.Challenge);
        Assert.Equal(VerifyError.IssuerNotTrusted, Assert.Single(failures).GetVerifyError());
    }

    [Fact]
    public async Task Without_keys_the_key_was_not_found_and_the_verdict_says_why()
    {
        List<Exception> failures = [];
        FakeJwksEndpoint endpoint = new();
        endpoint.Fail();
        await using Api api = await Theirs.StartAsync(options =>
        {
            options.Authority = Given.Issuer;
            options.Audience = Given.Audience;
            options.BackchannelHttpHandler = endpoint;
            options.Events = new JwtBearerEvents { OnAuthenticationFailed = context => Keep(failures, context.Exception) };
        });
        Answer answer = await api.GetAsync(Given.Pair.CreateToken(Api.Good));

        Assert.Equal((401, "Bearer error=\"invalid_token\", error_description=\"The signature key was not found\""), (answer.Status, answer.Challenge));
        Assert.Equal(VerifyError.KeysUnavailable, Assert.IsType<SecurityTokenSignatureKeyNotFoundException>(Assert.Single(failures)).GetVerifyError());
    }

    [Fact]
    public void Another_exception_has_no_verdict()
    {
        Assert.Null(new CryptographicException().GetVerifyError());
        Assert.Throws<ArgumentNullException>(() => ((Exception)null!).GetVerifyError());
    }

    private static Task Keep(List<Exception> failures, Exception failure)
    {
        failures.Add(failure);
        return Task.CompletedTask;
    }
}
