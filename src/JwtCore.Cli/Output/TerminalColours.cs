namespace JwtCore.Cli;

/// <summary>Colours words of the program's own, never any of a token or a key.</summary>
internal sealed class TerminalColours(bool isOn)
{
    public static TerminalColours None => new(false);

    public string Good(string text) => Wrap("32", text);

    public string Bad(string text) => Wrap("31", text);

    public string Doubtful(string text) => Wrap("33", text);

    private string Wrap(string code, string text) => isOn ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
