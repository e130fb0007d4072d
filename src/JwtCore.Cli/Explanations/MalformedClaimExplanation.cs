using System.Globalization;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Explains a claim of the wrong type or out of range. A value is shown of dates, <c>iss</c> and <c>aud</c> alone: others name persons.</summary>
internal static class MalformedClaimExplanation
{
    private const int LongestNumber = 64;

    public static Explanation Of(Refusal refusal)
    {
        if (refusal.Claim is not string claim)
        {
            return new Explanation(refusal.Error);
        }

        JsonElement value = refusal.Payload(claim);
        bool isDate = ClaimTime.IsDate(claim);
        return new Explanation(refusal.Error)
        {
            Expected = $"{ValueText.Name(claim)}: {Expectation(claim, refusal.Tolerates(Tolerance.StringDates))}",
            Found = $"{ValueText.Name(claim)}: {Describe(claim, value)}",
            Hint = isDate ? HintOfDate(refusal, claim, value) : HintOfText(refusal, claim, value),
        };
    }

    private static string Expectation(string claim, bool takesStrings) => claim switch
    {
        "exp" => $"a number{Tolerated(takesStrings)} of seconds since 1970, 0 to {UnixTime.LastSecond + 1}",
        "nbf" or "iat" => $"a number{Tolerated(takesStrings)} of seconds since 1970, 0 to {UnixTime.LastSecond}",
        "aud" => "a string or an array of strings, not empty",
        "events" => "an object whose member for the event is an object",
        _ => "a string",
    };

    private static string Tolerated(bool takesStrings) => takesStrings ? ", or a string of one," : "";

    private static string Describe(string claim, JsonElement value) => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
        && ValueText.IsPlain(value)
        && (ClaimTime.IsDate(claim) || claim is "iss" or "aud" or "azp" or "client_id")
            ? $"{ValueText.Kind(value)}, {SafeJson.Text(value)}"
            : ValueText.Kind(value);

    private static string HintOfDate(Refusal refusal, string claim, JsonElement value) => refusal.Fault switch
    {
        ClaimFault.LooksLikeMilliseconds => $"The value looks like milliseconds: have the issuer write {claim} in seconds (RFC 7519 section 2).",
        ClaimFault.Negative => $"Have the issuer write {claim} as a time after 1970.",
        ClaimFault.OutOfRange when claim == "exp" && refusal.Policy is { Profile: TokenProfile.Jwt, MaxLifetime: null } && !refusal.Tolerates(Tolerance.DistantExpiration) && IsShort(value) =>
            $"Have the issuer write {claim} as a time before the year 10000, or use --tolerate {nameof(Tolerance.DistantExpiration)}: such a token never expires.",
        ClaimFault.OutOfRange => $"Have the issuer write {claim} as a time before the year 10000.",
        _ when value.ValueKind == JsonValueKind.Null => $"Have the issuer leave {claim} out instead of writing null.",
        _ when !refusal.Tolerates(Tolerance.StringDates) && IsNumberInQuotes(value) =>
            $"Have the issuer write {claim} as a number, without quotes, or use --tolerate {nameof(Tolerance.StringDates)}.",
        _ => $"Have the issuer write {claim} as a number of seconds since 1970 (RFC 7519 section 2).",
    };

    private static string HintOfText(Refusal refusal, string claim, JsonElement value) => claim switch
    {
        _ when value.ValueKind == JsonValueKind.Null => $"Have the issuer leave {ValueText.Name(claim)} out instead of writing null.",
        "sub" when value.ValueKind == JsonValueKind.Number && !refusal.Tolerates(Tolerance.NumericSubject) && IsShort(value) =>
            $"Have the issuer write sub as a string, or use --tolerate {nameof(Tolerance.NumericSubject)}.",
        "aud" when refusal.Fault == ClaimFault.EmptyList => "Have the issuer name the service that the token is meant for.",
        _ => $"Have the issuer write {ValueText.Name(claim)} as {Expectation(claim, takesStrings: false)}.",
    };

    private static bool IsShort(JsonElement value) => value.GetRawText().Length <= LongestNumber;

    // Only what the tolerance would take: a number in JSON spelling, without escapes, in range.
    private static bool IsNumberInQuotes(JsonElement value) => value.ValueKind == JsonValueKind.String
        && value.GetRawText() is { Length: <= LongestNumber + 2 } raw
        && raw.Length > 2 && (char.IsAsciiDigit(raw[1]) || raw[1] == '-') && char.IsAsciiDigit(raw[^2])
        && double.TryParse(raw.AsSpan(1, raw.Length - 2), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number)
        && number is >= 0 and <= UnixTime.LastSecond;
}
