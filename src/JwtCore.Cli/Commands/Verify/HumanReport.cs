using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>
/// A verdict for people: the answer first. Whatever comes out of a token or a key stands there as JSON text, so that it
/// can be told from what the program says.
/// </summary>
internal sealed class HumanReport(TextWriter output, TerminalColours paint, Func<IReadOnlyList<SkippedKey>> skipped) : Report(output)
{
    private const string None = "none";
    private const int MostSkippedLines = 10;

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
            Output.WriteLine($"{paint.Bad("not valid")}: {error}");
            Output.WriteLine($"  {ErrorSentences.Of(error)}");
            if (error == VerifyError.KeyNotFound)
            {
                WriteSkipped(skipped());
            }
        }
    }

    // The key that is looked for may be one of them.
    private void WriteSkipped(IReadOnlyList<SkippedKey> skipped)
    {
        int shown = skipped.Count <= MostSkippedLines ? skipped.Count : MostSkippedLines - 1;
        foreach (SkippedKey key in skipped.Take(shown))
        {
            Output.WriteLine($"  entry {key.Index} of the set was skipped: {key.Reason}");
        }

        if (shown < skipped.Count)
        {
            Output.WriteLine($"  {skipped.Count - shown} more entries of the set were skipped");
        }
    }

    private void WriteValid(TokenClaims claims)
    {
        Output.WriteLine(paint.Good("valid"));
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

    private static string Time(DateTimeOffset? time) => time is DateTimeOffset present ? UnixTime.Text(present) : None;
}
