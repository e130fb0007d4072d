namespace JwtCore.Cli;

/// <summary>Text that comes from elsewhere, as JSON and no longer than a line bears.</summary>
internal static class QuotedText
{
    private const int Longest = 64;

    public static string Of(string? text, int longest = Longest) => text is null ? "none"
        : text.Length <= longest ? SafeJson.Text(text)
        : SafeJson.Text(text[..longest]) + "...";

    public static string Of(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => Of(text))) is { Length: > 0 } list ? list : "none";
}
