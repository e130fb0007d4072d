using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Damages;

/// <summary>Damage to segments and to base64url (RFC 7515 sections 2 and 7.1).</summary>
internal static class SegmentDamage
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly string[] Foreign = ["+", "/", "=", " ", "\n", "\r\n", "\t", "%", "%2B", "\0", "~", ",", "\u00e9", "\u212a", "\uff21", "\ud83d\ude00", "\ud800", "\"", "\u200b", "\ufeff"];

    public static readonly Damage[] All =
    [
        Damage.After("segment missing", (token, random) => token.ChangeText = text => string.Join('.', Without(text.Split('.'), random.Next(3)))),
        Damage.After("segment added", (token, random) => token.ChangeText = text => Damage.Pick(random, text + ".", "." + text, text + ".x", text + ".x.y", text.Replace(".", "..", StringComparison.Ordinal), text + text)),
        Damage.After("segment empty", (token, random) => token.ChangeText = text => Replace(text, random.Next(3), _ => "")),
        Damage.After("segments swapped", (token, random) => token.ChangeText = text => Swap(text.Split('.'), random)),
        Damage.After("no token", (token, random) => token.ChangeText = text => Damage.Pick(random, "", ".", "..", "...", "null", "a.b.c", "Bearer " + text, "{\"a\":1}", text.Replace('.', ','), "\ufeff" + text)),
        Damage.After("character outside the alphabet", (token, random) => token.ChangeText = text => text.Insert(random.Next(text.Length + 1), Damage.Pick<string>(random, Foreign))),
        Damage.After("space around", (token, random) => token.ChangeText = text => Damage.Pick(random, " " + text, text + " ", text + "\n", "\t" + text, text + "\r\n", text + "\u00a0", text + "\0")),
        Damage.After("padding behind a segment", (token, random) => token.ChangeText = text => Replace(text, random.Next(3), segment => segment + Damage.Pick(random, "=", "==", "===", new string('=', (4 - (segment.Length % 4)) % 4)))),
        Damage.After("signature padded", (token, random) => token.ChangeSignatureSegment = segment => segment + Damage.Pick(random, new string('=', (4 - (segment.Length % 4)) % 4), "=", "==")),
        Damage.After("signature in the other alphabet", (token, _) => token.ChangeSignatureSegment = segment => segment.Replace('-', '+').Replace('_', '/')),
        Damage.After("trailing bits of the signature", (token, random) => token.ChangeSignatureSegment = segment => TrailingBits(segment, random)),
        Damage.After("trailing bits of header or payload", (token, random) =>
        {
            token.Header = random.Next(2) == 0 ? TrailingBits(token.Header, random) : token.Header;
            token.Payload = TrailingBits(token.Payload, random);
        }),
        Damage.After("one character more in the signature", (token, random) => token.ChangeSignatureSegment = segment => segment + Alphabet[random.Next(64)]),
        Damage.After("token cut", (token, random) => token.ChangeText = text => text[..random.Next(text.Length)]),
        Damage.After("one character changed", (token, random) => token.ChangeText = text => Change(text, random, _ => Alphabet[random.Next(64)])),
        Damage.After("case of one character changed", (token, random) => token.ChangeText = text => Change(text, random, c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c))),
        Segment("padding, signed", (segment, random) => segment + Damage.Pick(random, new string(Damage.Pick(random, '=', '=', '%'), (4 - (segment.Length % 4)) % 4), "=", "==", "%")),
        Segment("trailing bits, signed", TrailingBits),
        Segment("character outside the alphabet, signed", (segment, random) => segment.Insert(random.Next(segment.Length + 1), Damage.Pick(random, " ", "\n", "\t", "\r\n", "+", "/", "=", "%", "\u00e9", "\0"))),
        Segment("other alphabet, signed", (segment, _) => segment.Replace('-', '+').Replace('_', '/')),
        Segment("one character more, signed", (segment, random) => segment + Alphabet[random.Next(64)]),
        Segment("empty segment, signed", (_, _) => ""),
    ];

    // Texts with ?, > and ~ make - and _ appear in the segment.
    private static Damage Segment(string kind, Func<string, Random, string> change) => Damage.Before(kind, draft =>
    {
        Random random = draft.Random;
        draft.Payload.Add(new Member("q", Damage.Pick(random, "\"???~~~>>>\"", "1", "22", "333")));
        draft.Header.Add(new Member("q", Damage.Pick(random, "\"???~~~>>>\"", "1", "22", "333")));
        if (random.Next(2) == 0)
        {
            draft.ChangeHeaderSegment = segment => change(segment, random);
        }
        else
        {
            draft.ChangePayloadSegment = segment => change(segment, random);
        }
    });

    private static string TrailingBits(string segment, Random random)
    {
        int bits = (segment.Length % 4) switch { 2 => 4, 3 => 2, _ => 0 };
        int last = segment.Length == 0 ? -1 : Alphabet.IndexOf(segment[^1], StringComparison.Ordinal);
        return bits == 0 || last < 0 ? segment : segment[..^1] + Alphabet[last | random.Next(1, 1 << bits)];
    }

    private static string Change(string text, Random random, Func<char, char> change)
    {
        int at = random.Next(text.Length);
        return $"{text[..at]}{change(text[at])}{text[(at + 1)..]}";
    }

    private static string Replace(string text, int index, Func<string, string> change)
    {
        string[] segments = text.Split('.');
        segments[index % segments.Length] = change(segments[index % segments.Length]);
        return string.Join('.', segments);
    }

    private static IEnumerable<string> Without(string[] segments, int index) => segments.Where((_, at) => at != index);

    private static string Swap(string[] segments, Random random)
    {
        random.Shuffle(segments);
        return string.Join('.', segments);
    }
}
