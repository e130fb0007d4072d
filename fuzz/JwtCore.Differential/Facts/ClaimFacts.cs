using System.Globalization;
using System.Text.Json;
using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Facts;

/// <summary>What is unusual about the claims.</summary>
internal static class ClaimFacts
{
    private const int LongestNumber = 64;
    private const decimal LastSecond = 253_402_300_799;
    private const decimal LastExpiration = 253_402_300_800;
    private const decimal Microsecond = 0.000001m;

    // JwtCore compares at 100 ns, rounded against the token.
    private const decimal Tick = 0.0000001m;

    private static readonly string[] Dates = ["exp", "nbf", "iat"];

    public static readonly Fact[] All =
    [
        new("exp missing", view => !view.Payload.Has("exp")),
        new("iss, sub or jti is no string", view => ((string[])["iss", "sub", "jti"]).Any(name => view.Payload.HasOther(name, JsonValueKind.String))),
        new("aud is neither text nor array", view => view.Payload.HasOther("aud", JsonValueKind.String, JsonValueKind.Array)),
        new("aud is an empty array", view => view.Payload["aud"] is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0),
        new("aud has other items than texts", view => view.Payload["aud"] is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)),
        new("date is a string", view => Any(view, date => date.ValueKind == JsonValueKind.String)),
        new("date is neither number nor string", view => Any(view, date => date.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))),
        new("date out of range", view => Dates.Any(name => Seconds(view.Payload[name]) is decimal seconds && (seconds < 0 || seconds > (name == "exp" ? LastExpiration : LastSecond)))),
        new("date longer than 64 characters", view => Any(view, date => Text(date)?.Length > LongestNumber)),
        new("date is a string, and tolerated", view => view.Setting == Setting.Nearest && Any(view, date => date.ValueKind == JsonValueKind.String)),
        new("exp plus skew is now, or passed less than a second ago", view => FromNow(view.Payload["exp"], World.Skew) is > -1 and < Tick),
        new("exp plus skew comes within a microsecond", view => FromNow(view.Payload["exp"], World.Skew) is >= Tick and < Microsecond),
        new("nbf minus skew comes within a second", view => FromNow(view.Payload["nbf"], -World.Skew) is > 0 and < 1),
        new("nbf is after exp, and skew covers both", view => Seconds(view.Payload["nbf"]) > Seconds(view.Payload["exp"]) && FromNow(view.Payload["nbf"], -World.Skew) <= 0 && FromNow(view.Payload["exp"], World.Skew) >= Tick),
        new("iat in the future", view => Seconds(view.Payload["iat"]) > World.Now + World.Skew),
        new("cnf is there", view => view.Payload.Has("cnf")),
        new("azp is no string", view => view.Payload.HasOther("azp", JsonValueKind.String)),
    ];

    private static bool Any(TokenView view, Func<JsonElement, bool> isTrue) => Dates.Any(name => view.Payload[name] is JsonElement date && isTrue(date));

    private static string? Text(JsonElement date) => date.ValueKind switch
    {
        JsonValueKind.Number => date.GetRawText(),
        JsonValueKind.String => date.GetString(),
        _ => null,
    };

    // Exact within the range of decimal; what is beyond it is far beyond every boundary.
    private static decimal? Seconds(JsonElement? date) =>
        date is not JsonElement value || !double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out double rough) || double.IsNaN(rough) ? null
        : Math.Abs(rough) > 1e20 ? (rough < 0 ? decimal.MinValue : decimal.MaxValue)
        : decimal.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) ? exact
        : (decimal)rough;

    // Seconds until then; null where there is no date, or one that is beyond every boundary.
    private static decimal? FromNow(JsonElement? date, int skew) => Seconds(date) is decimal seconds and >= 0 and <= LastExpiration ? seconds + skew - World.Now : null;
}
