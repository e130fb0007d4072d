using System.Globalization;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>
/// A verdict for people: the answer first. Whatever comes out of a token or a key stands there as JSON text, so that it
/// can be told from what the program says.
/// </summary>
internal sealed class HumanReport(TextWriter output) : Report(output)
{
    private const string None = "none";

    private bool _isFollowing;

    public override void Write(VerifyError error, TokenClaims? claims)
    {
        if (_isFollowing)
        {
            Output.WriteLine();
        }

        _isFollowing = true;
        if (claims is not null)
        {
            WriteValid(claims);
        }
        else
        {
            Output.WriteLine($"not valid: {error}");
            Output.WriteLine($"  {ErrorSentences.Of(error)}");
        }
    }

    private void WriteValid(TokenClaims claims)
    {
        Output.WriteLine("valid");
        Output.WriteLine($"  algorithm  {claims.Algorithm}");
        Output.WriteLine($"  key        {Text(claims.KeyId)}");
        Output.WriteLine($"  issuer     {Text(claims.Issuer)}");
        Output.WriteLine($"  subject    {Text(claims.Subject)}");
        Output.WriteLine($"  audience   {Texts(claims.Audiences)}");
        Output.WriteLine($"  scopes     {Texts(claims.Scopes)}");
        Output.WriteLine($"  expires    {Time(claims.ExpiresAt)}");
        Output.WriteLine("  claims");
        foreach (JsonProperty claim in claims.Payload.EnumerateObject())
        {
            Output.WriteLine($"    {SafeJson.Text(claim.Name)}: {SafeJson.Text(claim.Value)}");
        }
    }

    private static string Text(string? text) => text is null ? None : SafeJson.Text(text);

    private static string Texts(IReadOnlyList<string> texts) => texts.Count == 0 ? None : string.Join(", ", texts.Select(text => SafeJson.Text(text)));

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture) ?? None;
}
