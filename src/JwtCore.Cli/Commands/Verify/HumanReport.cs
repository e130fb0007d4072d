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
    private bool _isDoctorOfUse;

    public override void WriteValid(TokenClaims claims)
    {
        Separate();
        Output.WriteLine(paint.Good("valid"));
        Output.WriteLine($"  algorithm  {claims.Algorithm.ToName()}");
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

    public override void WriteRefused(Explanation explanation)
    {
        Separate();
        Output.WriteLine($"{paint.Bad("not valid")}: {explanation.Error}");
        Output.WriteLine($"  {ErrorSentences.Of(explanation.Error)}");
        if (explanation.Error == VerifyError.KeyNotFound)
        {
            WriteSkipped(skipped());
        }

        WriteLine("claim", explanation.Fault == ClaimFault.None ? explanation.Claim : $"{explanation.Claim}, {explanation.Fault}");
        WriteLine("expected", explanation.Expected);
        WriteLine(explanation.IsAuthentic ? "found" : "found (unverified)", explanation.Found);
        WriteLine("hint", explanation.Hint);
        _isDoctorOfUse |= explanation.Error > VerifyError.NotCompactJws;
    }

    /// <summary>Names the next step, once for all tokens, where doctor sees more than was said.</summary>
    public override void WriteEnd()
    {
        if (_isDoctorOfUse)
        {
            Output.WriteLine();
            Output.WriteLine($"next: {CommandLine.Name} doctor, with the same options and one of the tokens, looks at keys and policy too");
        }
    }

    private void WriteLine(string label, string? text)
    {
        if (text is not null)
        {
            Output.WriteLine($"  {label}: {text}");
        }
    }

    private void Separate()
    {
        if (_isFollowing)
        {
            Output.WriteLine();
        }

        _isFollowing = true;
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

    private static string Text(string? text) => text is null ? None : SafeJson.Text(text);

    private static string Texts(IReadOnlyList<string> texts) => texts.Count == 0 ? None : string.Join(", ", texts.Select(text => SafeJson.Text(text)));

    private static string Time(DateTimeOffset? time) => time is DateTimeOffset present ? UnixTime.Text(present) : None;
}
