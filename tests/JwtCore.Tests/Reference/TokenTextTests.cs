using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>
/// E1 to E18: reading headers and payloads, and scopes from settings. FastMCP has functions that decode a token unverified;
/// the core reads a token only to judge it (the tool's <c>inspect</c> shows an unverified one), so each case is its verdict.
/// </summary>
public class TokenTextTests
{
    private static readonly Func<string?, Expected[]> ScopesFrom = MigrationPage.FromFastMcp.Function<Func<string?, Expected[]>>("ScopesFrom");

    [Fact]
    public void E1_A_header_is_read() => Assert.Equal(JwtAlgorithm.RS256, ReferenceSetup.Default.Accept(ReferenceSetup.Sign(ReferenceSetup.Good)).Algorithm);

    [Fact]
    public void E2_A_key_id_in_the_header_is_read()
    {
        TestKeyPair pair = ReferenceEndpoint.Named("test-key-1");
        ReferenceSetup setup = new() { Keys = pair.ToJwkSet() };

        Assert.Equal("test-key-1", setup.Accept(pair.CreateToken(ReferenceSetup.Good)).KeyId);
        Assert.Equal(VerifyError.KeyNotFound, setup.Verdict(ReferenceEndpoint.Named("test-key-2").CreateToken(ReferenceSetup.Good)));
    }

    [Fact]
    public void E3_Two_parts_are_no_token() => Assert.Equal(VerifyError.NotCompactJws, ReferenceSetup.Default.Verdict("header.payload"));

    [Fact]
    public void E4_One_part_is_no_token() => Assert.Equal(VerifyError.NotCompactJws, ReferenceSetup.Default.Verdict("header"));

    [Fact]
    public void E5_Four_parts_are_no_token() => Assert.Equal(VerifyError.NotCompactJws, ReferenceSetup.Default.Verdict("a.b.c.d"));

    [Fact]
    public void E6_A_header_whose_length_divides_by_four_is_read()
    {
        string token = Sign("""{"alg":"RS256","typ":"JWT"}""", "{}");

        Assert.Equal(36, token.IndexOf('.', StringComparison.Ordinal));
        Assert.Equal(VerifyError.None, Anything.Verdict(token));
    }

    [Fact]
    public void E7_A_payload_is_read() => Assert.Equal("test-user", ReferenceSetup.Default.Accept(ReferenceSetup.Sign(ReferenceSetup.Good)).Subject);

    [Fact]
    public void E8_A_payload_of_many_claims_is_read()
    {
        JsonObject many = [];
        for (int i = 0; i < 100; i++)
        {
            many[$"claim-{i}"] = i;
        }

        Assert.Equal(99, ReferenceSetup.Default.Accept(ReferenceSetup.Sign(ReferenceSetup.Good with { Claims = many })).Payload.GetProperty("claim-99").GetInt32());
    }

    [Fact]
    public void E9_A_payload_that_is_no_object_is_refused()
    {
        Assert.Equal(VerifyError.PayloadMalformed, Anything.Verdict(ReferenceSetup.Pair.Sign("not json")));
        Assert.Equal(VerifyError.PayloadMalformed, Anything.Verdict(ReferenceSetup.Pair.Sign("[]")));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(10), InlineData(100)]
    public void E10_A_payload_of_any_length_is_read(int length) =>
        Assert.Equal(length, ReferenceSetup.Default.Accept(ReferenceSetup.Sign(ReferenceSetup.Good with { Claims = new JsonObject { ["data"] = new string('x', length) } })).Payload.GetProperty("data").GetString()!.Length);

    [Fact]
    public void E11_A_payload_whose_length_divides_by_four_is_read()
    {
        string token = Sign("""{"alg":"RS256"}""", """{"sub":"a","data":"xyz"}""");

        Assert.Equal(32, token.Split('.')[1].Length);
        Assert.Equal(VerifyError.None, Anything.Verdict(token));
    }

    [Fact]
    public void E12_No_setting_is_no_scope() => Assert.Empty(ScopesFrom(null));

    [Fact]
    public void E13_An_empty_setting_is_no_scope() => Assert.Empty(ScopesFrom(""));

    [Fact]
    public void E14_A_setting_is_split_at_spaces() => Assert.Equal(["read", "write", "delete"], Texts("read write delete"));

    [Fact]
    public void E15_A_setting_is_split_at_commas() => Assert.Equal(["read", "write", "delete"], Texts("read,write,delete"));

    [Fact]
    public void E16_A_setting_may_be_a_JSON_array() => Assert.Equal(["read", "write", "delete"], Texts("""["read", "write", "delete"]"""));

    [Fact]
    public void E17_A_list_is_a_list() => Assert.Equal(["read", "write"], FastMcpLike.Policy(new JwkSet(), requiredScopes: ["read", "write"]).RequiredScopes.SelectMany(scope => scope));

    [Fact]
    public void E18_Spaces_around_the_scopes_of_a_setting_do_not_matter() => Assert.Equal(["read", "write"], Texts("  read  ,  write  "));

    // FastMCP's verifier takes the setting itself; here it is split first, and forgetting that is noticed.
    [Fact]
    public void E14_A_setting_that_nobody_split_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => (ReferenceSetup.Default with { RequiredScopes = ["read write delete"] }).Strict);

    private static JwtVerifier Anything => (ReferenceSetup.Default with { ExpectedIssuer = Expected.Any, ExpectedAudience = Expected.Any }).LikeFastMcp;

    private static string Sign(string header, string payload) => ReferenceSetup.Pair.Sign(header, payload);

    private static IEnumerable<string> Texts(string setting) => ScopesFrom(setting).SelectMany(scope => scope);
}
