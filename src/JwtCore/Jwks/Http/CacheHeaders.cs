using System.Net.Http.Headers;

namespace JwtCore.Jwks;

/// <summary>How long an answer says that it may be used (RFC 9111), and when a failure says to return (RFC 9110 section 10.2.3).</summary>
internal static class CacheHeaders
{
    /// <summary>The lifetime left, zero for an answer that must not be stored, or null when the answer states none.</summary>
    public static TimeSpan? Lifetime(HttpResponseMessage response)
    {
        CacheControlHeaderValue? control = response.Headers.CacheControl;
        if (control is not null && (control.NoStore || control.NoCache))
        {
            return TimeSpan.Zero;
        }

        // RFC 9111 section 4.2.1: max-age comes before Expires.
        TimeSpan? stated = control?.MaxAge ?? Expiry(response);
        TimeSpan left = (stated ?? TimeSpan.Zero) - (response.Headers.Age ?? TimeSpan.Zero);
        return stated is null ? null : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        RetryConditionHeaderValue? value = response.Headers.RetryAfter;
        return value?.Delta ?? (value?.Date is DateTimeOffset date ? date - now : null);
    }

    /// <summary>The headers that say how long an answer may be used, as they came.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="longest">The most characters of one value.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Shown(HttpResponseMessage response, int longest)
    {
        List<KeyValuePair<string, string>> shown = [];
        Add(response.Headers, "Cache-Control");
        Add(response.Headers, "Age");
        Add(response.Content.Headers, "Expires");
        return shown.AsReadOnly();

        void Add(HttpHeaders headers, string name)
        {
            if (headers.NonValidated.TryGetValues(name, out HeaderStringValues values))
            {
                string value = values.ToString();
                shown.Add(KeyValuePair.Create(name, value.Length > longest ? value[..longest] : value));
            }
        }
    }

    // RFC 9111 section 5.3: an invalid date, "0" above all, is one in the past.
    private static TimeSpan? Expiry(HttpResponseMessage response)
    {
        HttpContentHeaders headers = response.Content.Headers;
        return headers.Expires is DateTimeOffset expires && response.Headers.Date is DateTimeOffset date ? expires - date
            : headers.Contains("Expires") ? TimeSpan.Zero
            : null;
    }
}
