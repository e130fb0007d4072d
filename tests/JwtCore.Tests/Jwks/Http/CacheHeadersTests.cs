using System.Net;
using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

public class CacheHeadersTests
{
    private const string Date = "Date: Thu, 01 Jan 2026 00:00:00 GMT";

    [Theory]
    [InlineData(null)]
    [InlineData(null, Date)]
    [InlineData(null, "Age: 100")]
    [InlineData(null, "Cache-Control: public")]
    [InlineData(300, "Cache-Control: max-age=300")]
    [InlineData(300, "Cache-Control: public, max-age=300, must-revalidate")]
    [InlineData(0, "Cache-Control: max-age=0")]
    [InlineData(200, "Cache-Control: max-age=300", "Age: 100")]
    [InlineData(0, "Cache-Control: max-age=300", "Age: 300")]
    [InlineData(0, "Cache-Control: max-age=300", "Age: 301")]
    [InlineData(0, "Cache-Control: no-store")]
    [InlineData(0, "Cache-Control: no-cache")]
    [InlineData(0, "Cache-Control: max-age=300, no-store")]
    [InlineData(0, "Cache-Control: max-age=300, no-cache")]
    [InlineData(120, Date, "Expires: Thu, 01 Jan 2026 00:02:00 GMT")]
    [InlineData(20, Date, "Expires: Thu, 01 Jan 2026 00:02:00 GMT", "Age: 100")]
    [InlineData(0, Date, "Expires: Wed, 31 Dec 2025 23:59:59 GMT")]
    [InlineData(0, Date, "Expires: 0")]
    [InlineData(0, Date, "Expires: -1")]
    [InlineData(0, "Expires: Thu, 01 Jan 2026 00:02:00 GMT")]
    [InlineData(300, Date, "Expires: Thu, 01 Jan 2026 00:02:00 GMT", "Cache-Control: max-age=300")]
    [InlineData(120, Date, "Expires: Thu, 01 Jan 2026 00:02:00 GMT", "Cache-Control: public")]
    [InlineData(2_147_483_647, "Cache-Control: max-age=2147483647")]
    [InlineData(0, "Cache-Control: max-age=0", "Age: 2147483647")]
    public void A_lifetime_is_what_the_headers_leave_of_it(int? expected, params string[] headers) =>
        Assert.Equal(expected, CacheHeaders.Lifetime(Response(headers))?.TotalSeconds);

    [Theory]
    [InlineData("Cache-Control: max-age=9223372036854775807")]
    [InlineData("Cache-Control: max-age=99999999999999999999999999")]
    [InlineData("Cache-Control: max-age=-1")]
    [InlineData("Cache-Control: max-age")]
    [InlineData("Cache-Control: max-age=1.5")]
    [InlineData("Cache-Control: max-age=\"300\"")]
    [InlineData("Cache-Control: max-age=300, max-age=9223372036854775807")]
    [InlineData("Cache-Control: ,,,", "Age: 9223372036854775807")]
    [InlineData("Cache-Control: max-age=300", "Age: 9223372036854775807")]
    [InlineData("Cache-Control: max-age=300", "Age: -9223372036854775808")]
    [InlineData("Date: Mon, 01 Jan 0001 00:00:00 GMT", "Expires: Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Date: Fri, 31 Dec 9999 23:59:59 GMT", "Expires: Mon, 01 Jan 0001 00:00:00 GMT", "Age: 2147483647")]
    [InlineData("Retry-After: 9223372036854775807")]
    [InlineData("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Retry-After: Mon, 01 Jan 0001 00:00:00 GMT")]
    public void Absurd_headers_make_no_lifetime_below_zero_and_throw_nothing(params string[] headers)
    {
        HttpResponseMessage response = Response(headers);
        Assert.True(CacheHeaders.Lifetime(response) is null || CacheHeaders.Lifetime(response) >= TimeSpan.Zero);
        CacheHeaders.RetryAfter(response, DateTimeOffset.MinValue);
        CacheHeaders.RetryAfter(response, DateTimeOffset.MaxValue);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(null, "Retry-After: soon")]
    [InlineData(null, "Retry-After: -1")]
    [InlineData(0, "Retry-After: 0")]
    [InlineData(120, "Retry-After: 120")]
    [InlineData(60, "Retry-After: Thu, 01 Jan 2026 00:01:00 GMT")]
    [InlineData(-60, "Retry-After: Wed, 31 Dec 2025 23:59:00 GMT")]
    public void A_failure_says_when_to_return_in_seconds_or_by_a_date(int? expected, params string[] headers) =>
        Assert.Equal(expected, CacheHeaders.RetryAfter(Response(headers), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))?.TotalSeconds);

    private static HttpResponseMessage Response(string[] headers)
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        foreach (string header in headers)
        {
            string[] parts = header.Split(": ", 2);
            Assert.True(response.Headers.TryAddWithoutValidation(parts[0], parts[1]) || response.Content.Headers.TryAddWithoutValidation(parts[0], parts[1]));
        }

        return response;
    }
}
