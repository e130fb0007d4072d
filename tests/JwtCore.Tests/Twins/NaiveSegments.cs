namespace JwtCore.Tests.Twins;

/// <summary>The segments of a token as strings, and base64url by way of the platform's base64.</summary>
internal static class NaiveSegments
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static VerifyError Split(string token, bool allowsPadding, Limits limits, out string[] segments)
    {
        segments = token.Split('.');
        if (token.Length > limits.TokenBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        if (token.Any(c => c != '.' && !Alphabet.Contains(c) && !(allowsPadding && c == '=')))
        {
            return VerifyError.NotCompactJws;
        }

        if (segments.Length != 3 || segments[0] == "" || segments[1] == "")
        {
            return segments.Length == 5 ? VerifyError.EncryptedTokenNotSupported : VerifyError.NotCompactJws;
        }

        segments = [.. segments.Select(Trim)];
        return VerifyError.None;
    }

    public static byte[]? Decode(string segment)
    {
        string padded = segment.Replace('-', '+').Replace('_', '/').PadRight((segment.Length + 3) / 4 * 4, '=');
        try
        {
            byte[] bytes = Convert.FromBase64String(padded);
            return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_') == segment ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // RFC 4648 section 4: as much padding as fills the last group of four, and never a whole group.
    private static string Trim(string segment) =>
        segment.Length % 4 != 0 ? segment
        : segment.EndsWith("==", StringComparison.Ordinal) ? segment[..^2]
        : segment.EndsWith('=') ? segment[..^1]
        : segment;
}
