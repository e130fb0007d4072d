using System.Text;
using JwtCore.Tests.Architecture;

namespace JwtCore.Tests.Reference;

/// <summary>B1 to B4, B26, B34 to B36: what a verifier is made of.</summary>
public class BearerConstructionTests
{
    [Fact]
    public void B1_A_public_key_makes_a_verifier() =>
        Assert.Equal(VerifyError.None, ReferenceSetup.Default.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good)));

    [Fact]
    public void B2_The_address_of_a_key_set_makes_a_verifier_and_asks_nothing_yet()
    {
        using ReferenceEndpoint remote = new(ReferenceSetup.Pair);
        _ = remote.Strict;

        Assert.Equal(0, remote.Endpoint.Requests);
    }

    [Fact]
    public void B3_Without_keys_it_does_not_compile_and_null_is_refused()
    {
        Assert.Equal("CS9035", Assert.Single(Errors("Issuer = \"i\", Audience = \"a\", Algorithms = [JwtAlgorithm.RS256]")));
        Assert.ThrowsAny<ArgumentException>(() => new ReferenceSetup { Keys = null! }.Strict);
        Assert.ThrowsAny<ArgumentException>(() => new ReferenceSetup { Keys = null! }.LikeFastMcp);
    }

    [Fact]
    public void B4_Two_sources_of_keys_do_not_compile()
    {
        const string Both = "Issuer = \"i\", Audience = \"a\", Algorithms = [JwtAlgorithm.RS256], Keys = new JwkSet(), Keys = new RemoteJwks(\"https://a\")";
        Assert.Equal("CS1912", Assert.Single(Errors(Both)));
    }

    // FastMCP reads the key at the first token and then refuses every one.
    [Fact]
    public void B26_A_text_that_is_no_key_is_refused_before_there_is_a_verifier()
    {
        Assert.Throws<FormatException>(() => Jwk.FromPem("abc"));
        Assert.Throws<FormatException>(() => Jwk.Parse(Encoding.UTF8.GetBytes("abc")));
        Assert.Throws<FormatException>(() => JwkSet.Parse(Encoding.UTF8.GetBytes("abc")));
        Assert.Throws<ArgumentException>(() => Jwk.FromSecret(Encoding.UTF8.GetBytes("abc"), JwtAlgorithm.HS256));
    }

    [Fact]
    public void B34_There_is_no_default_algorithm_except_in_the_policy_like_FastMCP_s()
    {
        Assert.Equal("CS9035", Assert.Single(Errors("Issuer = \"i\", Audience = \"a\", Keys = new JwkSet()")));
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(new VerificationPolicy { Issuer = "i", Audience = "a", Algorithms = [], Keys = new JwkSet() }));
        Assert.Equal([JwtAlgorithm.RS256], FastMcpLike.Policy(new JwkSet()).Algorithms);
    }

    // What an adapter advertises as scopes_supported.
    [Fact]
    public void B35_The_scopes_to_advertise_are_those_of_the_policy() =>
        Assert.Equal(["read", "write"], FastMcpLike.Policy(new JwkSet(), requiredScopes: ["read", "write"]).RequiredScopes.SelectMany(scope => scope));

    [Fact]
    public void B36_There_are_none_when_none_are_required() =>
        Assert.Empty(FastMcpLike.Policy(new JwkSet()).RequiredScopes);

    private static string[] Errors(string members) =>
        [.. Compiler.ErrorsOfUser($"using JwtCore; class C {{ static JwtVerifier M() => new(new VerificationPolicy {{ {members} }}); }}").Select(error => error.Id)];
}
