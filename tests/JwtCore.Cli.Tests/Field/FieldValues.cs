using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace JwtCore.Cli.Tests.Field;

/// <summary>What the placeholders of one case stand for.</summary>
internal sealed class FieldValues(int freePort, FieldServer? server)
{
    private static readonly Regex Date = new(@"\{date\+(\d+)\}");
    private static readonly Regex FileText = new(@"\{text:([\w.-]+)\}");

    private readonly (string Name, string Value)[] _values =
        [("{files}", FieldSet.Files), ("{free}", $"{freePort}"), .. server is null ? [] : ((string, string)[])[("{url}", server.Address), ("{port}", $"{server.Port}")]];

    /// <summary>A text of the case with its placeholders filled in.</summary>
    public string Fill(string text)
    {
        foreach ((string name, string value) in _values)
        {
            text = text.Replace(name, value, StringComparison.Ordinal);
        }

        text = Date.Replace(text, match => DateTime.UtcNow.AddSeconds(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToString("r", CultureInfo.InvariantCulture));
        return FileText.Replace(text, match => File.ReadAllText(Path.Combine(FieldSet.Files, match.Groups[1].Value), Encoding.Latin1).TrimEnd('\r', '\n'));
    }

    /// <summary>A pattern of the case, in which placeholders stand for themselves.</summary>
    public Regex Pattern(string text)
    {
        foreach ((string name, string value) in _values)
        {
            text = text.Replace(name, Regex.Escape(value), StringComparison.Ordinal);
        }

        return new Regex(text, RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant);
    }
}
