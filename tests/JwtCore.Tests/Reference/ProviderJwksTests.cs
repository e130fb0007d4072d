using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>A26 to A35: published keys.</summary>
public class ProviderJwksTests
{
    private static readonly TestKeyPair First = ReferenceEndpoint.Named("test-key-1");
    private static readonly TestKeyPair Second = ReferenceSetup.OtherPair.With(JwtAlgorithm.RS256, "test-key-2");

    [Fact]
    public async Task A26_One_key_is_used_for_a_token_without_a_key_id()
    {
        using ReferenceEndpoint remote = new(First);

        TokenClaims claims = await remote.AcceptAsync(ReferenceSetup.Sign(ReferenceSetup.Good));

        Assert.Equal(("test-user", ReferenceSetup.Issuer), (claims.Subject, claims.Issuer));
        Assert.Equal([ReferenceSetup.Audience], claims.Audiences);
        Assert.Equal("test-key-1", claims.KeyId);
    }

    [Fact]
    public async Task A27_A_malformed_key_does_not_spoil_the_good_one()
    {
        using ReferenceEndpoint remote = new();
        remote.Endpoint.Respond(new JsonObject { ["keys"] = new JsonArray(Malformed("broken"), First.ToJwk()) }.ToJsonString());

        Assert.Equal(VerifyError.None, await remote.VerdictAsync(First.CreateToken(ReferenceSetup.Good)));
        Assert.Equal(0, Assert.Single(remote.Keys.Status.Skipped).Index);
    }

    [Fact]
    public async Task A28_A_key_of_another_family_does_not_make_the_choice_ambiguous()
    {
        using ReferenceEndpoint remote = new();
        JsonObject ed25519 = new() { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", ["kid"] = "ed-1" };
        remote.Endpoint.Respond(new JsonObject { ["keys"] = new JsonArray(First.ToJwk(), ed25519, Tokens.Pair(JwtAlgorithm.ES256).ToJwk()) }.ToJsonString());

        Assert.Equal(VerifyError.None, await remote.VerdictAsync(ReferenceSetup.Sign(ReferenceSetup.Good)));
    }

    [Fact]
    public async Task A29_A_token_that_names_a_malformed_key_is_refused_and_nothing_is_thrown()
    {
        using ReferenceEndpoint remote = new();
        remote.Endpoint.Respond(new JsonObject { ["keys"] = new JsonArray(Malformed("test-key-1")) }.ToJsonString());

        Assert.Equal(VerifyError.KeyNotFound, await remote.VerdictAsync(First.CreateToken(ReferenceSetup.Good)));
        Assert.Equal(JwksState.Empty, remote.Keys.Status.State);
    }

    [Fact]
    public async Task A30_A_signature_of_another_key_is_refused()
    {
        using ReferenceEndpoint remote = new(First);

        Assert.Equal(VerifyError.SignatureInvalid, await remote.VerdictAsync(ReferenceSetup.OtherPair.CreateToken(ReferenceSetup.Good)));
    }

    [Fact]
    public async Task A31_The_key_of_the_token_s_key_id_is_used()
    {
        using ReferenceEndpoint remote = new(First, Second);

        Assert.Equal("test-key-1", (await remote.AcceptAsync(First.CreateToken(ReferenceSetup.Good))).KeyId);
        Assert.Equal("test-key-2", (await remote.AcceptAsync(Second.CreateToken(ReferenceSetup.Good))).KeyId);
    }

    [Fact]
    public async Task A32_A_token_without_a_key_id_takes_the_one_key_though_it_has_one()
    {
        using ReferenceEndpoint remote = new(First);

        Assert.Equal(VerifyError.None, await remote.VerdictAsync(ReferenceSetup.Sign(ReferenceSetup.Good)));
    }

    [Fact]
    public async Task A33_It_takes_it_again_once_the_keys_are_held_without_another_request()
    {
        using ReferenceEndpoint remote = new(First);

        Assert.Equal(VerifyError.None, await remote.VerdictAsync(ReferenceSetup.Sign(ReferenceSetup.Good)));
        Assert.Equal(VerifyError.None, await remote.VerdictAsync(ReferenceSetup.Sign(ReferenceSetup.Good)));
        Assert.Equal(1, remote.Endpoint.Requests);
    }

    [Fact]
    public async Task A34_An_unknown_key_id_is_refused_though_there_is_a_key_that_would_verify()
    {
        using ReferenceEndpoint remote = new(First);

        Assert.Equal(VerifyError.KeyNotFound, await remote.VerdictAsync(ReferenceEndpoint.Named("other").CreateToken(ReferenceSetup.Good)));
    }

    [Fact]
    public async Task A35_Two_keys_and_no_key_id_are_ambiguous()
    {
        using ReferenceEndpoint remote = new(First, Second);

        Assert.Equal(VerifyError.KeyAmbiguous, await remote.VerdictAsync(ReferenceSetup.Sign(ReferenceSetup.Good)));
    }

    private static JsonObject Malformed(string keyId) => new() { ["kty"] = "RSA", ["kid"] = keyId, ["n"] = "not base64url!", ["e"] = "AQAB" };
}
