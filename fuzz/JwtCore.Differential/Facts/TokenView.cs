using System.Buffers;
using System.Buffers.Text;
using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Facts;

/// <summary>A token taken apart leniently, to say what is unusual about it. Its base64url may be in any alphabet, padded and spaced.</summary>
internal sealed class TokenView
{
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly Lazy<JsonView> _header;
    private readonly Lazy<JsonView> _payload;

    public TokenView(Setting setting, string text)
    {
        Setting = setting;
        Text = text;
        Segments = text.Split('.');
        _header = new Lazy<JsonView>(() => new JsonView(Decode(Segment(0))), LazyThreadSafetyMode.None);
        _payload = new Lazy<JsonView>(() => new JsonView(Decode(Segment(1))), LazyThreadSafetyMode.None);
    }

    public Setting Setting { get; }

    public string Text { get; }

    public string[] Segments { get; }

    public JsonView Header => _header.Value;

    public JsonView Payload => _payload.Value;

    public string Segment(int index) => index < Segments.Length ? Segments[index] : "";

    /// <summary>Characters outside the alphabet of base64url.</summary>
    public static bool IsForeign(string segment) => segment.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>Bits behind the last byte that are not zero, or one character too many.</summary>
    public static bool HasTrailingBits(string segment)
    {
        string clean = Clean(segment);
        return Base64Url.EncodeToString(Decode(segment)) != clean;
    }

    public string? HeaderText(string name) =>
        Header[name] is { ValueKind: System.Text.Json.JsonValueKind.String } value && !Header.Faults.HasFlag(JsonFaults.LoneSurrogate) ? value.GetString() : null;

    private static string Clean(string segment) =>
        string.Concat(segment.Replace('+', '-').Replace('/', '_').Where(c => Alphabet.Contains(c, StringComparison.Ordinal)));

    public static byte[] Decode(string segment)
    {
        string clean = Clean(segment);
        clean = clean.Length % 4 == 1 ? clean[..^1] : clean;
        int bits = (clean.Length % 4) switch { 2 => 4, 3 => 2, _ => 0 };
        if (bits > 0)
        {
            int last = Alphabet.IndexOf(clean[^1], StringComparison.Ordinal);
            clean = clean[..^1] + Alphabet[last >> bits << bits];
        }

        return Base64Url.DecodeFromChars(clean);
    }
}
