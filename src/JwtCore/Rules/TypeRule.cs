using System.Text;
using JwtCore.Text;

namespace JwtCore.Rules;

/// <summary>
/// What kind of token it must be (RFC 8725 section 3.11), by the media type in <c>typ</c> (RFC 7515 section 4.1.9):
/// ASCII case does not matter, the prefix <c>application/</c> may be left out, parameters never match. Immutable.
/// </summary>
internal sealed class TypeRule
{
    private const int LongestType = 127;
    private const string Prefix = "application/";

    // Six characters per escaped one, and one more to tell what is too long for any type.
    private const int LongestRawType = 1024;

    private readonly byte[][]? _types;
    private readonly bool _allowsAbsent;

    /// <exception cref="ArgumentException">A type is empty, too long or no media type without parameters.</exception>
    public TypeRule(Expected? expected)
    {
        _allowsAbsent = expected is null || expected.IsAny;
        if (expected is { IsAny: true })
        {
            return;
        }

        string[] types = expected is null ? ["JWT", "at+jwt"] : [.. expected];
        if (types.Length == 0 || !types.All(IsType))
        {
            throw new RefusedArgumentException("Types", "is empty or has an entry that is not a media type without parameters. To accept any type, use ", ExpectedTexts.AnyName, ".");
        }

        _types = [.. types.Select(type => Normalize(Encoding.ASCII.GetBytes(type)).ToArray())];
    }

    /// <summary>Whether a token with this <c>typ</c> may pass.</summary>
    /// <param name="isPresent">The header has a <c>typ</c>.</param>
    /// <param name="content">The content of the JSON string.</param>
    public bool Accepts(bool isPresent, ReadOnlySpan<byte> content)
    {
        if (!isPresent || _types is null)
        {
            return _allowsAbsent;
        }

        Span<byte> unescaped = stackalloc byte[LongestRawType];
        if (content.Length > LongestRawType)
        {
            return false;
        }

        ReadOnlySpan<byte> type = Normalize(JsonText.IsEscaped(content) ? unescaped[..JsonText.Unescape(content, unescaped)] : content);
        foreach (byte[] expected in _types)
        {
            if (Ascii.EqualsIgnoreCase(type, expected))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a token with this <c>typ</c> may pass.</summary>
    public bool Accepts(string type) => Accepts(true, Encoding.UTF8.GetBytes(type));

    public static VerifyError Check(bool isAccepted) => isAccepted ? VerifyError.None : VerifyError.TypeMismatch;

    // RFC 7515 section 4.1.9: a recipient treats a value without a slash as if application/ stood before it.
    private static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> type)
    {
        bool hasPrefix = type.Length > Prefix.Length && Ascii.EqualsIgnoreCase(type[..Prefix.Length], Prefix);
        return hasPrefix && !type[Prefix.Length..].Contains((byte)'/') ? type[Prefix.Length..] : type;
    }

    // RFC 6838 section 4.2, with the subtype alone or behind its type.
    private static bool IsType(string? type) =>
        !string.IsNullOrEmpty(type)
        && type.Length <= LongestType
        && type.All(c => char.IsAsciiLetterOrDigit(c) || "!#$&-^_.+/".Contains(c))
        && type.Split('/') is { Length: <= 2 } parts
        && parts.All(part => part.Length > 0);
}
