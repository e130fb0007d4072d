using System.Buffers;

namespace JwtCore.Cli;

/// <summary>Names what stands in the place of a compact token. No text of the token is quoted.</summary>
internal static class TokenShape
{
    private static readonly SearchValues<byte> OfToken =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    // What people paste around a token, from outside to inside; each is looked for again after another was taken off.
    private static readonly (string Text, string Name)[] Quotes =
        [("\"", "quotes"), ("'", "quotes"), ("`", "quotes"), ("\u201c", "typographic quotes"), ("\u201d", "typographic quotes"), ("\u2018", "typographic quotes"), ("\u2019", "typographic quotes")];

    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n\f\v"u8;

    /// <summary>What was found, and what to do about it.</summary>
    /// <param name="text">The text that is no token.</param>
    /// <param name="isPaddingAccepted">The policy takes padded segments.</param>
    public static (string Found, string Hint) Describe(ReadOnlySpan<byte> text, bool isPaddingAccepted)
    {
        if (text.Trim(WhiteSpace).IsEmpty)
        {
            return ("no token: the text is empty", "Pass the token as an argument, with --file or on standard input.");
        }

        if (text.Contains((byte)0))
        {
            return ("null bytes, as in UTF-16 text", "Save the text as UTF-8.");
        }

        List<string> around = [];
        ReadOnlySpan<byte> token = TakeOff(text, around);
        return around.Count > 0
            ? ($"{string.Join(", ", around.Distinct())} around the token", $"Pass the token alone, without the {string.Join(" and the ", around.Distinct())}.")
            : DescribeInside(token, isPaddingAccepted);
    }

    private static ReadOnlySpan<byte> TakeOff(ReadOnlySpan<byte> text, List<string> around)
    {
        ReadOnlySpan<byte> before;
        do
        {
            before = text;
            text = TakeOffOne(text, around);
        }
        while (text.Length < before.Length);

        return text;
    }

    private static ReadOnlySpan<byte> TakeOffOne(ReadOnlySpan<byte> text, List<string> around)
    {
        ReadOnlySpan<byte> trimmed = text.Trim(WhiteSpace);
        if (trimmed.Length < text.Length)
        {
            around.Add(text.ContainsAny("\r\n"u8) ? "line end" : "white space");
            return trimmed;
        }

        foreach ((string start, string name) in (ReadOnlySpan<(string, string)>)[("\ufeff", "byte order mark"), ("Authorization:", "header name \"Authorization:\""), ("Bearer ", "scheme \"Bearer \""), ("DPoP ", "scheme \"DPoP \"")])
        {
            if (StartsWith(text, start))
            {
                around.Add(name);
                return text[System.Text.Encoding.UTF8.GetByteCount(start)..];
            }
        }

        foreach ((string quote, string name) in Quotes)
        {
            ReadOnlySpan<byte> bytes = System.Text.Encoding.UTF8.GetBytes(quote);
            int start = text.StartsWith(bytes) ? bytes.Length : 0;
            int end = text.Length > start && text.EndsWith(bytes) ? bytes.Length : 0;
            if (start + end > 0)
            {
                around.Add(name);
                return text[start..^end];
            }
        }

        return text;
    }

    private static (string Found, string Hint) DescribeInside(ReadOnlySpan<byte> token, bool isPaddingAccepted)
    {
        int foreign = token.IndexOfAnyExcept(OfToken);
        if (foreign < 0)
        {
            return DescribeSegments(token);
        }

        byte first = token[foreign];
        int unpadded = isPaddingAccepted ? -1 : token.IndexOf((byte)'=');
        return first switch
        {
            (byte)'{' or (byte)'[' when foreign == 0 => ("a JSON document", "Pass the token alone: in an answer of a token endpoint it is the member access_token."),
            _ when WhiteSpace.Contains(first) => ($"white space inside the token, at character {foreign + 1}", "The token was broken over lines or copied with spaces: remove them."),
            (byte)'%' => ("a '%', as in a URL-encoded text", "Decode the token first."),
            (byte)'+' or (byte)'/' => ($"'{(char)first}' of standard base64, at character {foreign + 1}", "Have the issuer write base64url, with '-' and '_' in place of '+' and '/' (RFC 7515 section 2)."),
            (byte)'=' when unpadded >= 0 && !token.ContainsAny("+/"u8) => ("segments padded with '='", $"Have the issuer leave the padding out (RFC 7515 section 2), or use --tolerate {nameof(Tolerance.PaddedBase64Url)}."),
            (byte)'"' or (byte)'\'' or (byte)'`' => ($"a quote inside the token, at character {foreign + 1}", "Pass the token alone, without the quotes."),
            _ => ($"a character that no token has, at character {foreign + 1}", "Compare the text with the token as the issuer sent it: tokens have A-Z a-z 0-9 - _ and dots only."),
        };
    }

    private static (string Found, string Hint) DescribeSegments(ReadOnlySpan<byte> token)
    {
        int segments = token.Count((byte)'.') + 1;
        return segments switch
        {
            _ when token.IndexOf("..."u8) >= 0 => ("three dots in a row, as in a shortened text", "Pass the whole token."),
            1 => ("1 segment, without a dot", "An opaque token or an API key cannot be verified here: ask the issuer's introspection endpoint (RFC 7662)."),
            2 => ("2 segments", "The signature or another segment is missing: pass the whole token."),
            3 => (token[0] == '.' ? "an empty header" : "an empty payload", "A token with a detached payload is no JWT: pass the whole token."),
            _ => ($"{segments} segments", "Compare the text with the token as the issuer sent it."),
        };
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string start)
    {
        int length = System.Text.Encoding.UTF8.GetByteCount(start);
        return text.Length >= length && System.Text.Encoding.UTF8.GetString(text[..length]).Equals(start, StringComparison.OrdinalIgnoreCase);
    }
}
