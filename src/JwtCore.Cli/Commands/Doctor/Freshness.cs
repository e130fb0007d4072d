using System.Net.Http.Headers;

namespace JwtCore.Cli;

/// <summary>What an answer says about how long it may be used (RFC 9111), as it says it and as the core takes it.</summary>
internal sealed record Freshness
{
    /// <summary>The headers that count, as they came: name and value.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The lifetime that they state; null when they state none.</summary>
    public required TimeSpan? Stated { get; init; }

    /// <summary>The answer can be asked for again without its body.</summary>
    public required bool HasEntityTag { get; init; }

    /// <summary>The lifetime that the core gives it.</summary>
    public TimeSpan Effective
    {
        get
        {
            RemoteJwksOptions defaults = new();
            TimeSpan lifetime = Stated ?? defaults.DefaultLifetime;
            return lifetime < defaults.MinLifetime ? defaults.MinLifetime : lifetime > defaults.MaxLifetime ? defaults.MaxLifetime : lifetime;
        }
    }

    public static Freshness Of(HttpResponseMessage response) => new()
    {
        Headers = [.. Shown(response.Headers, "Cache-Control", "Age"), .. Shown(response.Content.Headers, "Expires")],
        Stated = State(response),
        HasEntityTag = response.Headers.ETag is not null,
    };

    // The twin of what the core reads, which keeps its answer to itself; a test holds the two together.
    private static TimeSpan? State(HttpResponseMessage response)
    {
        CacheControlHeaderValue? control = response.Headers.CacheControl;
        if (control is { NoStore: true } or { NoCache: true })
        {
            return TimeSpan.Zero;
        }

        HttpContentHeaders headers = response.Content.Headers;
        TimeSpan? stated = control?.MaxAge
            ?? (headers.Expires is DateTimeOffset expires && response.Headers.Date is DateTimeOffset date ? expires - date
                : headers.NonValidated.Contains("Expires") ? TimeSpan.Zero
                : null);
        TimeSpan? left = stated - (response.Headers.Age ?? TimeSpan.Zero);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private static IEnumerable<KeyValuePair<string, string>> Shown(HttpHeaders headers, params string[] names) => names
        .Where(headers.NonValidated.Contains)
        .Select(name => KeyValuePair.Create(name, headers.NonValidated[name].ToString()));
}
