using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

public class ConfigurationSourceTests
{
    [Fact]
    public void Every_setting_has_its_key()
    {
        JwtCoreSettings settings = Given.Read("""
            {
              "JwtCore": {
                "PublicKey": "key", "JwksUri": "uri", "Authority": "authority", "Issuer": "issuer-1, issuer-2",
                "Audience": ["audience 1", " audience-2 ", ""], "Algorithm": ["ES256"], "RequiredScopes": "[\"read\"]", "BaseUrl": "base"
              }
            }
            """);

        Assert.Equal("key", settings.PublicKey);
        Assert.Equal("uri", settings.JwksUri);
        Assert.Equal("authority", settings.Authority);
        Assert.Equal(["issuer-1", "issuer-2"], settings.Issuer!);
        Assert.Equal(["audience 1", "audience-2"], settings.Audience!);
        Assert.Equal([JwtAlgorithm.ES256], settings.Algorithm);
        Assert.Equal(["read"], settings.RequiredScopes);
        Assert.Equal("base", settings.BaseUrl);
    }

    [Fact]
    public void Keys_are_found_whatever_their_case() =>
        Assert.Equal("base", Given.Read("""{ "jwtcore": { "baseurl": "base" } }""").BaseUrl);

    [Fact]
    public void A_list_may_have_more_than_ten_entries_in_order() =>
        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => $"s{i}"),
            Given.Read($$"""{ "JwtCore": { "RequiredScopes": [{{string.Join(",", Enumerable.Range(0, 12).Select(i => $"\"s{i}\""))}}] } }""").RequiredScopes);

    [Theory]
    [InlineData("""{ "JwtCore": { "Audiance": "x" } }""", "JwtCore:Audiance (did you mean Audience?)")]
    [InlineData("""{ "JwtCore": { "Scopes": ["x"] } }""", "JwtCore:Scopes (did you mean RequiredScopes?)")]
    [InlineData("""{ "JwtCore": { "Scopes": null, "Aud": "x" } }""", "JwtCore:Aud, JwtCore:Scopes (did you mean RequiredScopes?)")]
    public void A_key_that_is_no_setting_is_named(string json, string name) =>
        Assert.Equal(
            $"Unknown in the configuration: {name}. Known in JwtCore are {string.Join(", ", SettingNames.All)}.",
            Given.Refusal(Given.Read(json)));

    [Theory]
    [InlineData("""{ "JwtCore": { "JwksUri": ["x"] } }""", "JwtCore:JwksUri must be one text, not a list.")]
    [InlineData("""{ "JwtCore": { "JwksUri": "" } }""", "JwtCore:JwksUri is empty. Remove it, or give it a value.")]
    [InlineData("""{ "JwtCore": { "JwksUri": { "a": "b" } } }""", "JwtCore:JwksUri must be a text or a list of texts.")]
    [InlineData("""{ "JwtCore": { "Issuer": { "a": "b" } } }""", "JwtCore:Issuer must be a text or a list of texts.")]
    [InlineData("""{ "JwtCore": { "Issuer": [["a"]] } }""", "JwtCore:Issuer must be a text or a list of texts.")]
    [InlineData("""{ "JwtCore": { "Issuer": "a", "Issuer:0": "b" } }""", "JwtCore:Issuer has both a text and a list.")]
    [InlineData("""{ "JwtCore": { "Issuer": [] } }""", "JwtCore:Issuer is empty. Remove it, or give it a value.")]
    [InlineData("""{ "JwtCore": { "Issuer": [""] } }""", "JwtCore:Issuer is empty. Remove it, or give it a value.")]
    [InlineData("""{ "JwtCore": { "Issuer": "[x]" } }""", "JwtCore:Issuer begins as a JSON array, but is not one of strings.")]
    [InlineData("""{ "JwtCore": { "AcceptAnyIssuer": "yes" } }""", "JwtCore:AcceptAnyIssuer must be true or false.")]
    [InlineData("""{ "JwtCore": { "AcceptAnyIssuer": ["true"] } }""", "JwtCore:AcceptAnyIssuer must be true or false.")]
    public void What_has_the_wrong_form_is_named(string json, string message) =>
        Assert.Equal(message, Given.Refusal(Given.Read(json, ("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), ("JWTCORE_ISSUER", Given.Issuer), ("JWTCORE_AUDIENCE", Given.Audience))));

    [Theory]
    [InlineData("[\"\"]")]
    [InlineData("[null]")]
    [InlineData("[\"read\", \" \"]")]
    public void An_empty_entry_among_required_scopes_is_refused_and_not_dropped(string scopes) =>
        Assert.Equal(
            "JwtCore:RequiredScopes has an empty entry. Remove it, or give it a value.",
            Given.Refusal(Given.Read($$"""{ "JwtCore": { "RequiredScopes": {{scopes}} } }""", [("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), .. Given.Expectations])));

    [Fact]
    public void Required_scopes_may_be_an_empty_list_or_text()
    {
        Assert.Equal([], Given.Read("""{ "JwtCore": { "RequiredScopes": [] } }""").RequiredScopes);
        Assert.Equal([], Given.Read("""{ "JwtCore": { "RequiredScopes": "" } }""").RequiredScopes);
        Assert.Equal([], Given.Read(("JWTCORE_REQUIRED_SCOPES", "")).RequiredScopes);
        Assert.Null(Given.Read().RequiredScopes);
    }
}
