using JwtCore.Keys;

namespace JwtCore.Jwks;

/// <summary>One attempt to fetch the keys: where they are, one GET, what can be used of it. Used by one attempt at a time.</summary>
internal sealed class JwksLoader : IDisposable
{
    private readonly RemoteJwksOptions _options;
    private readonly HttpGet _http;
    private readonly Uri? _address;
    private readonly Discovery? _discovery;

    public JwksLoader(Uri address, RemoteJwksOptions options)
    {
        _options = options;
        _address = address;
        _http = new HttpGet(options);
    }

    public JwksLoader(Discovery discovery, RemoteJwksOptions options)
    {
        _options = options;
        _discovery = discovery;
        _http = new HttpGet(options);
    }

    /// <summary>The host that is asked first.</summary>
    public string Host => _address?.IdnHost ?? _discovery!.Host;

    /// <summary>Fetches the set.</summary>
    /// <param name="held">What is held, or null; unchanged keys are carried over from it.</param>
    /// <param name="start">When the attempt started.</param>
    /// <param name="deadline">Ends the attempt.</param>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    public async Task<JwksLoad> LoadAsync(JwksSnapshot? held, Moment start, CancellationToken deadline)
    {
        Uri? address = _address;
        if (_discovery is not null)
        {
            (address, HttpAnswer metadata) = await _discovery.FindAsync(_http, start, deadline).ConfigureAwait(false);
            if (address is null)
            {
                return new JwksLoad(metadata);
            }
        }

        // An entity tag means something at its own address alone.
        HttpAnswer answer = await _http.GetAsync(address!, held?.Address == address ? held?.EntityTag : null, deadline).ConfigureAwait(false);
        JwksLoad load = answer.Outcome == RefreshOutcome.Updated ? Read(answer, held) : new JwksLoad(answer);
        if (load.Answer.Outcome is not (RefreshOutcome.Updated or RefreshOutcome.Unchanged))
        {
            _discovery?.Forget();
        }

        return load with { Address = address };
    }

    public void Dispose() => _http.Dispose();

    private JwksLoad Read(HttpAnswer answer, JwksSnapshot? held)
    {
        if (held is not null && answer.Body.AsSpan().SequenceEqual(held.Body))
        {
            return new JwksLoad(answer with { Outcome = RefreshOutcome.Unchanged });
        }

        List<Jwk> keys;
        List<SkippedKey> skipped;
        try
        {
            (keys, skipped) = JwkSetReader.Read(answer.Body, publicOnly: true, _options.Use, _options.MaxKeys);
        }
        catch (FormatException)
        {
            // Not a JWK Set.
            return new JwksLoad(answer with { Outcome = RefreshOutcome.KeySetMalformed });
        }

        return new JwksLoad(answer with { Outcome = keys.Count > 0 ? RefreshOutcome.Updated : RefreshOutcome.NoUsableKey })
        {
            Keys = CarryOver(keys, held?.Keys),
            Skipped = skipped.AsReadOnly(),
        };
    }

    // Unchanged keys stay the same objects, which spares their preparation; an unchanged set stays the same set, and with
    // it everything that was remembered under it.
    private static JwkSet CarryOver(List<Jwk> keys, JwkSet? held)
    {
        if (held is null)
        {
            return new JwkSet(keys);
        }

        Dictionary<Jwk, Jwk> known = held.Keys.ToDictionary(key => key, Jwk.ByContent);
        JwkSet set = new(keys.Select(key => known.GetValueOrDefault(key, key)));
        return set.Keys.SequenceEqual(held.Keys) ? held : set;
    }
}
