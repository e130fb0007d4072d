using Microsoft.CodeAnalysis;

namespace JwtCore.Tests.Architecture;

/// <summary>What only the library can make, and what nobody can leave out.</summary>
public class ConstructionTests
{
    private const string CompletePolicy = """
        new VerificationPolicy { Issuer = "i", Audience = "a", Algorithms = [JwtAlgorithm.RS256], Keys = new JwkSet() }
        """;

    [Fact]
    public void A_policy_names_issuer_audience_algorithms_and_keys()
    {
        Forbids("public JwtVerifier M() => new(new VerificationPolicy());", "CS9035");
        Forbids("public JwtVerifier M() => new(new VerificationPolicy { Issuer = Expected.Any, Audience = Expected.Any, Algorithms = [JwtAlgorithm.RS256] });", "CS9035");
        Allows($"public JwtVerifier M() => new({CompletePolicy});");
    }

    [Fact]
    public void A_policy_does_not_change_once_made()
    {
        Forbids("public void M(VerificationPolicy policy) => policy.Issuer = Expected.Any;", "CS8852");
        Forbids("public void M(Limits limits) => limits.TokenBytes = 1;", "CS8852");
        Forbids("public void M(JwtVerifierOptions options) => options.TimeProvider = TimeProvider.System;", "CS8852");
        Allows("public Limits M() => new() { TokenBytes = 1 };");
    }

    [Fact]
    public void A_verifier_has_a_policy()
    {
        Forbids("public JwtVerifier M() => new();", "CS1729");
        Allows("public JwtVerifier M(VerificationPolicy policy) => new(policy);");
    }

    [Fact]
    public void A_verified_token_comes_from_a_verifier_alone()
    {
        // new VerifiedToken() is the default value, whose verdict is NotVerified.
        Forbids("public void M() { VerifiedToken token = new(VerifyError.None); }", "CS1729");
        Forbids("public void M() { VerifiedToken token = default; token.Error = VerifyError.None; }", "CS0200");
        Forbids("public void M() { VerifiedToken token = default; token._code = 1; }", "CS0122");
        Forbids("public void M() { VerifiedToken token = default; token.Accept(null, default, null); }", "CS1061");
        Allows("public VerifyError M() { VerifiedToken token = default; return token.Error; }");
        Assert.Equal(VerifyError.NotVerified, default(VerifiedToken).Error);
        Assert.Equal(VerifyError.NotVerified, new VerifiedToken().Error);
    }

    [Fact]
    public void Claims_come_from_a_verified_token_or_from_a_text_by_name()
    {
        Forbids("public TokenClaims M() => new();", "CS1729");
        Forbids("public TokenClaims M(in VerifiedToken token) => new(in token);", "CS1729");
        Forbids("public sealed class Mine : TokenClaims { }", "CS0509");
        Allows("public TokenClaims M(in VerifiedToken token) => token.ToClaims();");
        Allows("public TokenClaims M(byte[] json) => TokenClaims.FromJson(json);");
    }

    [Fact]
    public void A_verdict_that_reads_as_valid_comes_from_the_library_or_from_the_one_method_that_says_who_vouches()
    {
        Forbids("public VerifyResult M(TokenClaims claims) => new(VerifyError.None, claims);", "CS1729");
        Forbids("public VerifyResult M(TokenClaims claims) => new() { Claims = claims };", "CS0200");
        Forbids("public void M() { VerifyResult result = default; result._code = 1; }", "CS0122");
        Allows("public VerifyResult M(TokenClaims claims) => VerifyResult.AcceptedByCaller(claims);");
        Assert.Equal(
            ["AcceptedByCaller", "Refused"],
            typeof(VerifyResult).GetMethods().Where(method => method.IsStatic && method.ReturnType == typeof(VerifyResult)).Select(method => method.Name).Order(StringComparer.Ordinal));
        Assert.Empty(typeof(VerifyResult).GetConstructors());
        Allows("public bool M() => default(VerifyResult).IsValid;");
        Assert.False(default(VerifyResult).IsValid);
        Assert.Equal(VerifyError.NotVerified, default(VerifyResult).Error);
    }

    [Fact]
    public void Views_come_from_a_token_alone()
    {
        Forbids("public void M(byte[] bytes) { Utf8Text text = new(bytes); }", "CS1729");
        Forbids("public void M(byte[] bytes) { ClaimValue value = new(bytes); }", "CS1729");
        Forbids("public void M(byte[] bytes) { Utf8List list = new(bytes, 0); }", "CS1729");
        Allows("public void M(in VerifiedToken token) { Utf8Text text = token.Issuer; }");
    }

    [Fact]
    public void Key_sources_are_closed()
    {
        Forbids("public sealed class Mine : KeySource { }", "CS0122", "CS0534");
        Forbids("public sealed class Mine : JwkSet { }", "CS0509");
        Allows("public KeySource M(JwkSet set) => set;");
        Allows("public KeySource M(Jwk key) => key;");
    }

    [Fact]
    public void A_key_comes_from_what_was_checked()
    {
        Forbids("public Jwk M() => new();", "CS1729");
        Allows("public Jwk M(byte[] json) => Jwk.Parse(json);");
    }

    [Fact]
    public void There_is_no_algorithm_none()
    {
        Forbids("public JwtAlgorithm M() => JwtAlgorithm.None;", "CS0117");
        Allows("public JwtAlgorithm M() => JwtAlgorithm.RS256;");
        Assert.False(Enum.IsDefined(default(JwtAlgorithm)));
    }

    [Fact]
    public void An_expected_text_is_compared_as_text()
    {
        Forbids("public bool M(in VerifiedToken token) => token.Issuer == 1;", "CS0019");
        Allows("""public bool M(in VerifiedToken token) => token.Issuer == "i"u8 && token.Issuer == "i";""");
    }

    private static void Forbids(string members, params string[] errors) => Assert.Equal(errors, Ids(members));

    private static void Allows(string members) => Assert.Empty(Ids(members));

    private static string[] Ids(string members) =>
    [
        .. Compiler.ErrorsOfUser($"using JwtCore; public sealed class Snippet {{ {members} }}")
            .Select(error => error.Id).Distinct().Order(StringComparer.Ordinal),
    ];
}
