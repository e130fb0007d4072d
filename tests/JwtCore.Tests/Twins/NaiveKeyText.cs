using System.Text;
using System.Text.Json;

namespace JwtCore.Tests.Twins;

/// <summary>
/// The key that a text holds, found by taking one layer after the other off, each by the slowest means. It shares with the
/// core the readers of PEM, of JWKs and of DER, and nothing else.
/// </summary>
internal static class NaiveKeyText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int MostLayers = 4;

    /// <summary>The key; null when there is none, or one that is refused.</summary>
    public static Jwk? Read(byte[] text)
    {
        byte[] inner = text;
        for (int layer = 0; layer < MostLayers; layer++)
        {
            if (Peel(inner) is not byte[] next)
            {
                break;
            }

            inner = next;
        }

        try
        {
            return Parse(inner);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // What is inside of one layer; null when there is none to take off.
    private static byte[]? Peel(byte[] text)
    {
        byte[] bare = Bare(text);
        if (IsDer(text) || StartsWith(bare, "{"))
        {
            return null;
        }

        string latin = Encoding.Latin1.GetString(bare);
        if (latin.Length > 2 && latin[0] == latin[^1] && latin[0] is '"' or '\'')
        {
            return latin[0] == '"' && JsonString(bare) is string value ? NotEmpty(Encoding.UTF8.GetBytes(value)) : bare[1..^1];
        }

        return IsPem(latin) ? null : NotEmpty(Decode(bare));
    }

    private static Jwk? Parse(byte[] text)
    {
        byte[] bare = Bare(text);
        byte[]? der = IsDer(text) ? text : IsDer(bare) ? bare : null;
        if (der is not null)
        {
            string base64 = Convert.ToBase64String(der);
            return ((string[])["PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE"]).Select(label => TryPem($"-----BEGIN {label}-----\n{base64}\n-----END {label}-----")).FirstOrDefault(key => key is not null);
        }

        string utf8 = Encoding.UTF8.GetString(bare);
        return IsPem(utf8) && !utf8.StartsWith('{') ? Jwk.FromPem(LineEnds(utf8))
            : utf8.StartsWith('{') && !IsPem(utf8) ? Jwk.Parse(bare)
            : null;
    }

    private static Jwk? TryPem(string pem)
    {
        try
        {
            return Jwk.FromPem(pem);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // Without one byte order mark at the start, and then without white space at both ends.
    private static byte[] Bare(byte[] text)
    {
        List<byte> bare = [.. StartsWith(text, "\u00ef\u00bb\u00bf") ? text[3..] : text];
        while (bare.Count > 0 && " \t\r\n".Contains((char)bare[0]))
        {
            bare.RemoveAt(0);
        }

        while (bare.Count > 0 && " \t\r\n".Contains((char)bare[^1]))
        {
            bare.RemoveAt(bare.Count - 1);
        }

        return [.. bare];
    }

    private static bool IsPem(string text) => text.Contains("-----BEGIN ", StringComparison.Ordinal);

    // A SEQUENCE that is not the beginning of base64: in either alphabet a zero is 0x30 too.
    private static bool IsDer(byte[] text) =>
        text.Length > 2 && text[0] == 0x30 && (text[1] > 0x80 || text[1] + 2 == text.Length) && !text.All(octet => $"{Alphabet}+/= \t\r\n".Contains((char)octet));

    private static string? JsonString(byte[] text)
    {
        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string LineEnds(string text) => text.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);

    // RFC 4648 sections 4 and 5, six bits at a time: white space anywhere, padding in whole, in part or not at all.
    private static byte[]? Decode(byte[] text)
    {
        string written = LineEnds(Encoding.UTF8.GetString(text));
        if ("-_".Any(written.Contains) && "+/".Any(written.Contains))
        {
            return null;
        }

        string all = string.Concat(written.Replace('+', '-').Replace('/', '_').Where(c => !" \t\r\n".Contains(c)));
        string digits = all.TrimEnd('=', '%');
        int padding = all.Length - digits.Length;
        if (digits.Length % 4 == 1 || padding > (4 - (digits.Length % 4)) % 4 || digits.Any(c => !Alphabet.Contains(c)))
        {
            return null;
        }

        string bits = string.Concat(digits.Select(c => Convert.ToString(Alphabet.IndexOf(c), 2).PadLeft(6, '0')));
        return bits[(bits.Length / 8 * 8)..].Contains('1') ? null : [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    private static bool StartsWith(byte[] text, string latin) => Encoding.Latin1.GetString(text).StartsWith(latin, StringComparison.Ordinal);

    private static byte[]? NotEmpty(byte[]? text) => text is { Length: > 0 } ? text : null;
}
