using Microsoft.Extensions.Primitives;

namespace JwtCore.AspNetCore;

/// <summary>Finds the token in the Authorization header (RFC 6750 section 2.1, RFC 9110 section 11.4).</summary>
internal static class BearerHeader
{
    private const string Scheme = "Bearer";

    /// <summary>Looks for it; nothing is copied.</summary>
    /// <param name="header">The header's values, one for each field line.</param>
    /// <param name="token">The token, which may be empty.</param>
    /// <returns>What the header has.</returns>
    public static BearerHeaderForm Read(StringValues header, out ReadOnlyMemory<char> token)
    {
        token = default;
        if (header.Count > 1)
        {
            return BearerHeaderForm.Several;
        }

        string text = header.Count == 0 ? "" : header[0] ?? "";
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || (text.Length > Scheme.Length && text[Scheme.Length] != ' '))
        {
            return BearerHeaderForm.NoToken;
        }

        // One space or more.
        int start = text.AsSpan(Scheme.Length).IndexOfAnyExcept(' ');
        token = start < 0 ? default : text.AsMemory(Scheme.Length + start);
        return BearerHeaderForm.Token;
    }
}

/// <summary>What an Authorization header has.</summary>
internal enum BearerHeaderForm
{
    /// <summary>There is no header, or it is of another scheme.</summary>
    NoToken = 0,

    /// <summary>There are several headers.</summary>
    Several,

    /// <summary>One token.</summary>
    Token,
}
