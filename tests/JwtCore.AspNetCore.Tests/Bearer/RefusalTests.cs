using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore.Tests;

public class RefusalTests
{
    public static TheoryData<VerifyError> Errors => [.. Enum.GetValues<VerifyError>()];

    [Theory, MemberData(nameof(Errors))]
    public void Every_error_is_answered_as_its_page_says(VerifyError error)
    {
        string page = File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "errors.md"))
            .Single(line => line.StartsWith($"| `{error}` |", StringComparison.Ordinal)).Split('|')[^2].Trim();
        (int status, string? challenge) = Send(error);

        Assert.Equal(
            page switch { "invalid_token" or "" => 401, "insufficient_scope" => 403, _ => int.Parse(page, System.Globalization.CultureInfo.InvariantCulture) },
            status);
        Assert.Equal(page is "503" ? "" : page is "" && error == VerifyError.None ? "Bearer" : $"Bearer error=\"{(page is "" ? "invalid_token" : page)}\", error_description=\"{Refusal.Of(error).Description}\"", challenge);
    }

    [Theory, MemberData(nameof(Errors))]
    public void Every_description_is_a_sentence_that_may_stand_between_quotes(VerifyError error)
    {
        Assert.True(BearerChallenge.IsQuotable(Refusal.Of(error).Description));
        Assert.EndsWith(".", Refusal.Of(error).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_errors_of_a_token_have_the_same_description() =>
        Assert.Equal(
            Errors.Count,
            Enum.GetValues<VerifyError>().Select(error => Refusal.Of(error).Description).Distinct().Count());

    [Theory]
    [InlineData(VerifyError.ClaimMalformed, "exp", "A claim of the token is malformed: exp.")]
    [InlineData(VerifyError.ClaimMalformed, "https://example.com/tenants", "A claim of the token is malformed.")]
    [InlineData(VerifyError.RequiredClaimMissing, "client_id", "The token lacks a claim that is needed: client_id.")]
    [InlineData(VerifyError.RequiredClaimMissing, "tenant", "The token lacks a claim that is needed.")]
    [InlineData(VerifyError.RequiredClaimMissing, null, "The token lacks a claim that is needed.")]
    [InlineData(VerifyError.RequiredHeaderMissing, "iss", "The header of the token lacks a member that is needed.")]
    [InlineData(VerifyError.Expired, "exp", "The token has expired.")]
    public void A_claim_is_named_when_its_name_is_registered(VerifyError error, string? claim, string description) =>
        Assert.Equal(description, Refusal.Of(error, claim).Description);

    [Fact]
    public void Several_headers_are_an_invalid_request()
    {
        DefaultHttpContext context = new();
        Refusal.SeveralHeaders.Send(context, new JwtCoreOptions(), []);

        Assert.Equal(400, context.Response.StatusCode);
        Assert.Equal("Bearer error=\"invalid_request\", error_description=\"The request has several Authorization headers.\"", context.Response.Headers.WWWAuthenticate);
    }

    [Theory]
    [InlineData(VerifyError.None, VerifyError.KeyNotFound, VerifyError.KeyNotFound)]
    [InlineData(VerifyError.SignatureInvalid, VerifyError.Expired, VerifyError.Expired)]
    [InlineData(VerifyError.KeyNotFound, VerifyError.KeysUnavailable, VerifyError.KeysUnavailable)]
    [InlineData(VerifyError.KeysUnavailable, VerifyError.Expired, VerifyError.Expired)]
    [InlineData(VerifyError.AudienceMismatch, VerifyError.InsufficientScope, VerifyError.InsufficientScope)]
    [InlineData(VerifyError.KeyNotFound, VerifyError.RevocationCheckFailed, VerifyError.RevocationCheckFailed)]
    [InlineData(VerifyError.KeysUnavailable, VerifyError.RevocationCheckTimedOut, VerifyError.RevocationCheckTimedOut)]
    public void Of_two_schemes_the_one_that_got_further_answers(VerifyError one, VerifyError other, VerifyError expected)
    {
        Assert.Equal(Send(expected), Send(one, other));
        Assert.Equal(Send(expected), Send(other, one));
    }

    [Fact]
    public void Challenges_of_others_stay()
    {
        DefaultHttpContext context = new();
        context.Response.Headers.WWWAuthenticate = "Basic";
        Refusal.Of(VerifyError.KeyNotFound).Send(context, new JwtCoreOptions(), []);
        Refusal.Of(VerifyError.InsufficientScope).Send(context, new JwtCoreOptions(), ["a"]);

        Assert.Equal(
            ["Basic", "Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"a\""],
            (string?[])context.Response.Headers.WWWAuthenticate!);
    }

    [Fact]
    public void An_answer_that_was_cleared_is_given_again()
    {
        DefaultHttpContext context = new();
        Refusal.Of(VerifyError.Expired).Send(context, new JwtCoreOptions(), []);
        context.Response.Clear();
        Refusal.Of(VerifyError.None).Send(context, new JwtCoreOptions(), []);

        Assert.Equal((401, "Bearer"), (context.Response.StatusCode, context.Response.Headers.WWWAuthenticate.ToString()));
    }

    private static (int Status, string? Challenge) Send(params VerifyError[] errors)
    {
        DefaultHttpContext context = new();
        foreach (VerifyError error in errors)
        {
            Refusal.Of(error).Send(context, new JwtCoreOptions(), []);
        }

        return (context.Response.StatusCode, context.Response.Headers.WWWAuthenticate.ToString());
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
