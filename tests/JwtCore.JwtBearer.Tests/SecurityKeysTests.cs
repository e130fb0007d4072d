using System.Security.Cryptography;
using System.Text;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.JwtBearer.Tests.Support;
using JwtCore.Testing;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer.Tests;

/// <summary>Microsoft's key objects, each in its own form.</summary>
public sealed class SecurityKeysTests
{
    [Fact]
    public async Task Each_kind_of_key_verifies_its_tokens()
    {
        using RSA rsa = RSA.Create(2048);
        TestKeyPair pair = TestKeyPair.FromPem(rsa.ExportPkcs8PrivateKeyPem(), JwtAlgorithm.PS384, "any");
        ECDsa ec = ECDsa.Create();
        ec.ImportFromPem(Given.EcPair.ToPublicPem());
        byte[] secret = Encoding.ASCII.GetBytes(new string('s', 48));
        (SecurityKey Key, TestKeyPair Pair)[] all =
        [
            (new RsaSecurityKey(rsa), pair),
            (new RsaSecurityKey(rsa.ExportParameters(true)), pair),
            (new ECDsaSecurityKey(ec), Given.EcPair),
            (new X509SecurityKey(Certificates.Make(rsa)), pair),
            (new SymmetricSecurityKey(secret), TestKeyPair.FromSecret(secret, JwtAlgorithm.HS256)),
            (new SymmetricSecurityKey(secret), TestKeyPair.FromSecret(secret, JwtAlgorithm.HS384)),
            (new JsonWebKey(pair.ToJwk().ToJsonString()), pair),
            (new JsonWebKey(Given.EcPair.ToJwk().ToJsonString()), Given.EcPair),
            (new JsonWebKey(TestKeyPair.FromSecret(secret, JwtAlgorithm.HS384).ToJwk().ToJsonString()), TestKeyPair.FromSecret(secret, JwtAlgorithm.HS384)),
        ];

        foreach ((SecurityKey key, TestKeyPair signer) in all)
        {
            await using Api api = await Theirs.StartAsync(options =>
            {
                Theirs.Configure(options);
                options.TokenValidationParameters.IssuerSigningKey = key;
            });

            Assert.True((await api.GetAsync(signer.CreateToken(Api.Good))).Status == 200, key.GetType().Name);
            Assert.Equal(401, (await api.GetAsync(Given.Pair.CreateToken(Api.Good))).Status);
        }
    }

    [Theory, InlineData(JwtAlgorithm.EdDSA), InlineData(JwtAlgorithm.Ed25519)]
    public async Task A_JWK_for_Ed25519_verifies_where_the_algorithm_is_named(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = TestKeyPair.Create(algorithm, "ed");
        await using Api api = await Theirs.StartAsync(options =>
        {
            Theirs.Configure(options);
            options.TokenValidationParameters.IssuerSigningKey = new JsonWebKey(pair.ToJwk().ToJsonString());
            options.TokenValidationParameters.ValidAlgorithms = [algorithm.ToName()];
        });

        Assert.Equal(200, (await api.GetAsync(pair.CreateToken(Api.Good))).Status);
        Assert.Equal(401, (await api.GetAsync(TestKeyPair.Create(algorithm, "ed").CreateToken(Api.Good))).Status);
    }

    [Fact]
    public async Task A_key_for_Ed25519_alone_without_a_named_algorithm_fails_the_start() =>
        Assert.Equal(
            "UseJwtCore, scheme Bearer: TokenValidationParameters.ValidAlgorithms is not set, and the keys are for Ed25519 or ML-DSA. Name the algorithms: these run only where they are named.",
            await Theirs.RefusalAsync(options =>
            {
                Theirs.Configure(options);
                options.TokenValidationParameters.IssuerSigningKey = new JsonWebKey(TestKeyPair.Create(JwtAlgorithm.EdDSA, "ed").ToJwk().ToJsonString());
            }));

    [Fact]
    public async Task Among_several_keys_the_key_ID_chooses()
    {
        TestKeyPair one = Given.Pair.With(JwtAlgorithm.RS256, "one");
        TestKeyPair two = TestKeyPair.Create(JwtAlgorithm.RS256, "two");
        await using Api api = await Theirs.StartAsync(options =>
        {
            Theirs.Configure(options);
            options.TokenValidationParameters.IssuerSigningKeys = [Theirs.Key(two)];
            options.TokenValidationParameters.IssuerSigningKey = Theirs.Key(one);
        });

        Assert.Equal(200, (await api.GetAsync(one.CreateToken(Api.Good))).Status);
        Assert.Equal(200, (await api.GetAsync(two.CreateToken(Api.Good))).Status);
        Assert.Equal(401, (await api.GetAsync(one.With(JwtAlgorithm.RS256, "two").CreateToken(Api.Good))).Status);
        Assert.Equal(200, (await api.GetAsync(two.With(JwtAlgorithm.RS256, null).CreateToken(Api.Good))).Status);
    }

    [Fact]
    public async Task TryAllIssuerSigningKeys_false_tries_no_second_key()
    {
        TestKeyPair one = Given.Pair.With(JwtAlgorithm.RS256, "one");
        TestKeyPair two = TestKeyPair.Create(JwtAlgorithm.RS256, "two");
        await using Api api = await Theirs.StartAsync(options =>
        {
            Theirs.Configure(options);
            options.TokenValidationParameters.IssuerSigningKey = null;
            options.TokenValidationParameters.IssuerSigningKeys = [Theirs.Key(one), Theirs.Key(two)];
            options.TokenValidationParameters.TryAllIssuerSigningKeys = false;
        });

        Assert.Equal(200, (await api.GetAsync(two.CreateToken(Api.Good))).Status);
        Assert.Equal(401, (await api.GetAsync(two.With(JwtAlgorithm.RS256, null).CreateToken(Api.Good))).Status);
    }

    [Fact]
    public async Task A_key_that_is_refused_stops_the_host_and_is_not_quoted()
    {
        async Task<string> Refusal(SecurityKey key) => await Theirs.RefusalAsync(options =>
        {
            Theirs.Configure(options);
            options.TokenValidationParameters.IssuerSigningKey = key;
        });

        string secret = await Refusal(new SymmetricSecurityKey("sixteen-bytes-sx"u8.ToArray()));
        Assert.StartsWith("UseJwtCore, scheme Bearer: TokenValidationParameters.IssuerSigningKey", secret, StringComparison.Ordinal);
        Assert.DoesNotContain("sixteen", secret, StringComparison.Ordinal);
        Assert.Contains("IssuerSigningKey", await Refusal(new RsaSecurityKey(RSA.Create(1024))), StringComparison.Ordinal);
        Assert.Contains("is no key that JwtCore reads", await Refusal(new UnknownKey()), StringComparison.Ordinal);

        // The public key as a secret.
        Assert.Contains("IssuerSigningKey", await Refusal(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(Given.Pair.ToPublicPem()))), StringComparison.Ordinal);
    }

    private sealed class UnknownKey : SecurityKey
    {
        public override int KeySize => 256;
    }
}
