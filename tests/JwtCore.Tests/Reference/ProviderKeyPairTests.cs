using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Tests.Reference;

/// <summary>A1 to A5: the test key pair, and headers.</summary>
public class ProviderKeyPairTests
{
    [Fact]
    public void A1_A_new_pair_has_both_keys_in_PEM()
    {
        TestKeyPair pair = TestKeyPair.Create(JwtAlgorithm.RS256);

        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", pair.ToPrivatePem(), StringComparison.Ordinal);
        Assert.EndsWith("-----END PRIVATE KEY-----", pair.ToPrivatePem(), StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", pair.ToPublicPem(), StringComparison.Ordinal);
        Assert.EndsWith("-----END PUBLIC KEY-----", pair.ToPublicPem(), StringComparison.Ordinal);
    }

    [Fact]
    public void A2_A_token_has_three_parts() => Assert.Equal(3, ReferenceSetup.Pair.CreateToken().Split('.').Length);

    [Fact]
    public void A3_A_token_with_scopes_has_them() =>
        Assert.Equal(["read", "write"], ReferenceSetup.Default.Accept(ReferenceSetup.Sign(ReferenceSetup.Good with { Scopes = ["read", "write"] })).Scopes);

    [Fact]
    public void A4_A_private_header_that_is_not_critical_changes_nothing() =>
        Assert.Equal("test-user", ReferenceSetup.Default.Accept(WithHeader(new JsonObject { ["cat"] = "meow" })).Subject);

    [Fact]
    public void A5_A_critical_header_that_nobody_understands_refuses_the_token() =>
        Assert.Equal(VerifyError.CriticalHeaderNotSupported, ReferenceSetup.Default.Verdict(WithHeader(new JsonObject { ["cat"] = "meow", ["crit"] = new JsonArray("cat") })));

    private static string WithHeader(JsonObject header) => ReferenceSetup.Sign(ReferenceSetup.Good with { Header = header });
}
