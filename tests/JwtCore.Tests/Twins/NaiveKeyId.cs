using System.Text.Json;
using System.Text.RegularExpressions;

namespace JwtCore.Tests.Twins;

/// <summary>The key ID that a function is given, by a pattern over the text of the JSON string.</summary>
internal static partial class NaiveKeyId
{
    /// <summary>The key ID of a header, or null.</summary>
    public static string? Of(JsonElement header) =>
        header.TryGetProperty("kid", out JsonElement kid) && Safe().IsMatch(kid.GetRawText()) ? kid.GetString() : null;

    [GeneratedRegex("""\A"[A-Za-z0-9\-_~=][A-Za-z0-9\-._~=]{0,127}"\z""")]
    private static partial Regex Safe();
}
