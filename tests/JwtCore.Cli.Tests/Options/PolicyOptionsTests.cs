using System.Globalization;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class PolicyOptionsTests : CliTest
{
    private string[] Keys => ["verify", "--jwks", WriteSet("keys.json", Pair), "--at", Text(Now)];

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private Task<Outcome> RunPolicy(string token, params string[] options) => Run([.. Keys, .. options, "--", token]);

    [Fact]
    public async Task The_issuer_is_one_of_those_given()
    {
        AssertValid(await RunPolicy(Token(), "--issuer", "https://other", "--issuer", Issuer, "--any-audience", "--alg", "ES256"));
        AssertRefused(VerifyError.IssuerMismatch, await RunPolicy(Token(), "--issuer", Issuer + "/", "--any-audience", "--alg", "ES256"));
    }

    [Fact]
    public async Task The_audience_is_one_of_those_given()
    {
        AssertValid(await RunPolicy(Token(), "--audience", "other", "--audience", Audience, "--any-issuer", "--alg", "ES256"));
        AssertRefused(VerifyError.AudienceMismatch, await RunPolicy(Token(), "--audience", "API", "--any-issuer", "--alg", "ES256"));
    }

    [Fact]
    public async Task Any_issuer_and_any_audience_leave_the_checks_out() =>
        AssertValid(await RunPolicy(Pair.Sign($$"""{"exp":{{Now + 1}}}"""), "--any-issuer", "--any-audience", "--alg", "ES256"));

    [Theory]
    [InlineData("give --issuer, or --any-issuer to leave the check out.", "--any-audience")]
    [InlineData("give --audience, or --any-audience to leave the check out.", "--any-issuer")]
    [InlineData("--issuer and --any-issuer exclude each other.", "--issuer", "x", "--any-issuer", "--any-audience")]
    [InlineData("--audience and --any-audience exclude each other.", "--audience", "x", "--any-audience", "--any-issuer")]
    [InlineData("--typ and --any-typ exclude each other.", "--any-typ", "--typ", "JWT", "--any-issuer", "--any-audience")]
    [InlineData("--issuer: must not be empty. To leave the check out, use --any-issuer.", "--issuer", "", "--any-audience")]
    [InlineData("--audience: must not be empty. To leave the check out, use --any-audience.", "--any-issuer", "--audience", "x", "--audience", "")]
    [InlineData("--typ: must not be empty. To leave the check out, use --any-typ.", "--any-issuer", "--any-audience", "--typ", "")]
    public async Task Leaving_a_check_out_takes_exactly_its_word(string message, params string[] options) =>
        AssertWrongUsage(message, await RunPolicy(Token(), ["--alg", "ES256", .. options]));

    [Fact]
    public async Task The_algorithm_is_one_of_those_given()
    {
        AssertValid(await RunPolicy(Token(), "--alg", "RS256", "--alg", "ES256", "--any-issuer", "--any-audience"));
        AssertRefused(VerifyError.AlgorithmNotAllowed, await RunPolicy(Token(), "--alg", "ES384", "--any-issuer", "--any-audience"));
    }

    [Theory]
    [InlineData("es256")]
    [InlineData("none")]
    [InlineData("10")]
    [InlineData("ES256,RS256")]
    [InlineData(" ES256")]
    [InlineData("")]
    public async Task An_unknown_algorithm_is_wrong_usage(string name) => AssertWrongUsage(
        "--alg: must be one of HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519, ML-DSA-44, ML-DSA-65, ML-DSA-87, in this case.",
        await RunPolicy(Token(), "--alg", "ES256", "--alg", name, "--any-issuer", "--any-audience"));

    [Fact]
    public async Task At_least_one_algorithm_is_given() =>
        AssertWrongUsage("give --alg at least once.", await RunPolicy(Token(), "--any-issuer", "--any-audience"));

    [Fact]
    public async Task The_type_is_one_of_those_given_or_any()
    {
        string token = Pair.Sign("""{"alg":"ES256","typ":"logout+jwt","kid":"key-1"}""", Claims().ToJsonString());

        AssertRefused(VerifyError.TypeMismatch, await Run([.. Verify, token]));
        AssertRefused(VerifyError.TypeMismatch, await Run([.. Verify, "--typ", "at+jwt", token]));
        AssertRefused(VerifyError.TypeMismatch, await Run([.. Verify, "--typ", "any", token]));
        AssertValid(await Run([.. Verify, "--typ", "at+jwt", "--typ", "Logout+JWT", token]));
        AssertValid(await Run([.. Verify, "--any-typ", token]));
    }

    [Fact]
    public async Task A_type_that_is_no_media_type_is_refused() => AssertWrongUsage(
        "--typ is empty or has an entry that is not a media type without parameters. To accept any type, use --any-typ.",
        await Run([.. Verify, "--typ", "at+jwt; x=y", Token()]));

    [Theory]
    [InlineData("--any-audience", "--profile", "AccessToken", "--any-audience cannot be combined with --profile AccessToken, which needs a named audience.")]
    [InlineData("--allow-missing-exp", "--max-lifetime", "5", "--max-lifetime cannot be combined with --allow-missing-exp: a maximum lifetime needs exp, and tokens without exp would pass.")]
    [InlineData("--tolerate=MissingExpiration", "--max-lifetime", "5", "--max-lifetime cannot be combined with --tolerate MissingExpiration: a maximum lifetime needs exp, and tokens without exp would pass.")]
    [InlineData("--allow-missing-exp", "--profile", "AccessToken", "--allow-missing-exp cannot be combined with --profile AccessToken, which requires exp, so a missing one cannot be tolerated.")]
    [InlineData("--typ=logout+jwt", "--profile", "AccessToken", "--typ cannot be combined with --profile AccessToken, which allows no other typ than at+jwt.")]
    [InlineData("--any-typ", "--profile", "AccessToken", "--any-typ cannot be combined with --profile AccessToken, which allows no other typ than at+jwt.")]
    [InlineData("--required-claim=nonce=1", "--profile", "LogoutToken", "--required-claim cannot be combined with --profile LogoutToken, which refuses nonce, so it cannot be required.")]
    public async Task A_contradiction_names_the_options_that_were_typed(string first, string second, string value, string message)
    {
        string[] audience = first == "--any-audience" ? [] : ["--audience", Audience];

        AssertWrongUsage(message, await Run([.. Keys[..3], "--alg", "ES256", "--issuer", Issuer, .. audience, first, second, value, Token()]));
    }

    [Fact]
    public async Task A_contradiction_names_what_was_not_typed_as_missing() => AssertWrongUsage(
        "a missing --audience cannot be combined with --profile AccessToken, which needs a named audience.",
        await Run(["doctor", .. Keys[1..3], "--alg", "ES256", "--issuer", Issuer, "--profile", "AccessToken", Token()]));

    [Fact]
    public async Task A_contradiction_names_the_variable_that_was_set() => AssertWrongUsage(
        "JWTCORE_ACCEPT_ANY_AUDIENCE cannot be combined with --profile AccessToken, which needs a named audience.",
        await RunWith(
            new MemoryStream(),
            new MemoryStream(),
            new ToolEnvironment { Variable = name => name == "JWTCORE_ACCEPT_ANY_AUDIENCE" ? "true" : null },
            [.. Keys[..3], "--alg", "ES256", "--issuer", Issuer, "--profile", "AccessToken", Token()]));

    [Fact]
    public async Task A_token_has_all_scopes_given()
    {
        AssertValid(await Run([.. Verify, "--scope", "write", "--scope", "read", Token()]));
        AssertRefused(VerifyError.InsufficientScope, await Run([.. Verify, "--scope", "read", "--scope", "admin", Token()]));
    }

    [Theory]
    [InlineData("read write")]
    [InlineData("")]
    public async Task A_scope_is_one_word(string scope)
    {
        Outcome outcome = await Run([.. Verify, "--scope", scope, Token()]);

        Assert.StartsWith("jwtcore: --scope has an entry that is not one scope", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(outcome.Error.Length - 1, outcome.Error.IndexOf('\n'));
        Assert.Equal(2, outcome.Code);
    }

    [Theory]
    [InlineData(359.9999999, null)]
    [InlineData(360, VerifyError.Expired)]
    [InlineData(-120, null)]
    [InlineData(-120.0000001, VerifyError.NotYetValid)]
    public async Task The_time_is_what_it_is_set_to_and_the_skew_is_a_minute(double offset, VerifyError? error) =>
        await AssertAt((Now + (decimal)offset).ToString(CultureInfo.InvariantCulture), [], error);

    [Theory]
    [InlineData("0", 299, null)]
    [InlineData("0", 300, VerifyError.Expired)]
    [InlineData("0", -60, null)]
    [InlineData("0", -61, VerifyError.NotYetValid)]
    [InlineData("600", 899, null)]
    [InlineData("600", 900, VerifyError.Expired)]
    [InlineData("060", 359, null)]
    public async Task The_skew_can_be_set(string skew, int offset, VerifyError? error) =>
        await AssertAt(Text(Now + offset), ["--skew", skew], error);

    [Theory]
    [InlineData("0", VerifyError.NotYetValid)]
    [InlineData("253402300799", VerifyError.Expired)]
    public async Task The_time_may_be_any_that_a_token_can_name(string at, VerifyError error) => await AssertAt(at, [], error);

    private async Task AssertAt(string at, string[] options, VerifyError? error)
    {
        Outcome outcome = await Run([.. Keys[..3], "--at", at, .. Policy[..6], .. options, Token()]);
        if (error is VerifyError refused)
        {
            AssertRefused(refused, outcome);
        }
        else
        {
            AssertValid(outcome);
        }
    }

    [Fact]
    public async Task Without_a_time_it_is_now()
    {
        string[] command = [.. Keys[..3], .. Policy[..6]];

        AssertRefused(VerifyError.Expired, await Run([.. command, Token("exp", DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 61)]));
        AssertValid(await Run([.. command, Token("exp", DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60)]));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("now")]
    [InlineData("")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("253402300800")]
    [InlineData("253402300799.1")]
    [InlineData("99999999999999999999999999999999999999")]
    public async Task A_time_out_of_range_is_wrong_usage(string at) => AssertWrongUsage(
        "--at: must be a number of seconds from 0 to 253402300799.",
        await Run([.. Keys[..3], .. Policy[..6], "--at", at, Token()]));

    [Theory]
    [InlineData("601")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("99999999999")]
    public async Task A_skew_out_of_range_is_wrong_usage(string skew) =>
        AssertWrongUsage("--skew: must be a whole number of seconds, or one with s, m, h or d such as 15m, from 0 to 600 seconds.", await Run([.. Verify, "--skew", skew, Token()]));

    [Theory]
    [InlineData("0")]
    [InlineData("8388609")]
    [InlineData("x")]
    public async Task A_limit_out_of_range_is_wrong_usage(string limit) =>
        AssertWrongUsage("--max-token-bytes: must be a whole number from 1 to 8388608.", await Run([.. Verify, "--max-token-bytes", limit, Token()]));

    public static TheoryData<string> Tolerances => [.. Enum.GetNames<Tolerance>().Skip(1)];

    [Theory, MemberData(nameof(Tolerances))]
    public async Task Every_leniency_can_be_named_as_the_library_names_it(string name) =>
        AssertValid(await Run([.. Verify, "--tolerate", name, Token()]));

    [Theory]
    [InlineData(TokenProfile.Jwt, null)]
    [InlineData(TokenProfile.AccessToken, VerifyError.TypeMismatch)]
    [InlineData(TokenProfile.McpResource, null)]
    [InlineData(TokenProfile.LogoutToken, VerifyError.TypeMismatch)]
    public async Task Every_profile_can_be_named_as_the_library_names_it(TokenProfile profile, VerifyError? error)
    {
        Outcome outcome = await Run([.. Verify, "--profile", profile.ToString(), Token()]);
        if (error is VerifyError refused)
        {
            AssertRefused(refused, outcome);
        }
        else
        {
            AssertValid(outcome);
        }
    }

    [Theory]
    [InlineData("--max-age", 60, 60, null)]
    [InlineData("--max-age", 60, 61, VerifyError.TooOld)]
    [InlineData("--max-lifetime", 360, 0, null)]
    [InlineData("--max-lifetime", 359, 0, VerifyError.LifetimeTooLong)]
    public async Task A_token_is_no_older_and_lives_no_longer_than_it_may(string option, int limit, int later, VerifyError? error) =>
        await AssertAt(Text(Now - 60 + later), ["--skew", "0", option, Text(limit)], error);

    [Fact]
    public async Task A_token_without_expiry_takes_its_word()
    {
        JsonObject claims = Claims();
        claims.Remove("exp");
        string token = Pair.Sign(claims.ToJsonString());

        AssertRefused(VerifyError.ExpirationMissing, await Run([.. Verify, token]));
        AssertValid(await Run([.. Verify, "--allow-missing-exp", token]));
    }
}
