using JwtCore.Keys;

namespace JwtCore.Jwks;

/// <summary>
/// One attempt to fetch the keys: where they are, one GET, what can be used of it. Keeps nothing: an attempt that was left
/// behind may go on beside the next.
/// </summary>
internal sealed class KeySetFetcher : IKeySetFetcher
{
    private readonly RemoteJwksOptions _options;
    private readonly HttpGet _http;
    private readonly Uri? _address;
    private readonly Discovery? _discovery;

    private KeySetFetcher(CheckedOptions options, Uri? address, Discovery? discovery)
    {
        Options = options;
        _options = options.Value;
        _address = address;
        _discovery = discovery;
        _http = new HttpGet(_options);
    }

    public CheckedOptions Options { get; }

    /// <summary>Fetches the set at an address.</summary>
    /// <exception cref="ArgumentException">The address is none to fetch keys from.</exception>
    public static KeySetFetcher At(string uri, CheckedOptions options) =>
        new(options, KeySetAddress.Read(uri, options.Value, nameof(uri)), null);

    /// <summary>Fetches the set of an issuer.</summary>
    /// <exception cref="ArgumentException">The issuer, or the address of its metadata, is none that may be asked.</exception>
    public static KeySetFetcher Of(string issuer, CheckedOptions options) =>
        new(options, null, new Discovery(issuer, options.Value));

    public string Host => _address?.IdnHost ?? _discovery!.FirstPlace.IdnHost;

    // Metadata under http may lead to any host that the options name, so the first one stands for all; metadata under https
    // never leads to http.
    public string? PlainHttpHost
    {
        get
        {
            Uri first = _address ?? _discovery!.FirstPlace;
            return first.Scheme != Uri.UriSchemeHttp ? null
                : _options.NamesPlainHttp(first) ? AddressText.Authority(first)
                : _discovery is null || _options.PlainHttpHosts.Count == 0 ? null
                : _options.PlainHttpHosts[0];
        }
    }

    public string Identity => _address is not null ? $"address {_address.OriginalString}" : $"issuer {Issuer}";

    public string? Issuer => _discovery?.Issuer;

    // A GET brings the whole set, whatever key is missing.
    public bool TakesKeyId => false;

    public bool IsSameAs(IKeySetFetcher other) =>
        other is KeySetFetcher fetcher
        && _address?.OriginalString == fetcher._address?.OriginalString
        && Issuer == fetcher.Issuer
        && _options.IsSameAs(fetcher._options);

    public async Task<FetchResult> LoadAsync(AttemptPlan plan, FetchTrace trace, CancellationToken deadline)
    {
        // A set without keys is nothing that an answer could confirm.
        KeySetSnapshot? held = plan.Held?.Answer.Keys.Count > 0 ? plan.Held : null;
        IssuerMetadata? metadata = plan.Metadata;
        Uri? address = _address;
        if (_discovery is not null)
        {
            (metadata, HttpAnswer found) = await _discovery.FindAsync(_http, metadata, plan.Start, trace, deadline).ConfigureAwait(false);
            if (metadata is null)
            {
                return new FetchResult(found);
            }

            address = metadata.Address;
        }

        // An entity tag means something at its own address alone.
        RequestProgress progress = trace.Begin(address!, isMetadata: false);
        HttpAnswer answer = await _http.GetAsync(address!, held?.Address == address ? held?.EntityTag : null, progress, deadline).ConfigureAwait(false);
        FetchResult load = answer.Outcome == RefreshOutcome.Updated ? Read(answer, held) : new FetchResult(answer);
        trace.End(progress, load.Answer);
        return load with { Address = address, Metadata = metadata };
    }

    public void Dispose() => _http.Dispose();

    private FetchResult Read(HttpAnswer answer, KeySetSnapshot? held)
    {
        if (held is not null && answer.Content.AsSpan().SequenceEqual(held.Body))
        {
            return new FetchResult(answer with { Outcome = RefreshOutcome.Unchanged });
        }

        List<Jwk> keys;
        List<SkippedKey> skipped;
        try
        {
            (keys, skipped) = JwkSetReader.Read(answer.Content, publicOnly: true, _options.Use, _options.MaxKeys);
        }
        catch (FormatException refusal)
        {
            // Not a JWK Set; the message has fixed words, and the sentence its own beginning.
            return new FetchResult(answer with
            {
                Outcome = RefreshOutcome.KeySetMalformed,
                Cause = FetchCause.NotAKeySet,
                Look = BodyLook.Of(answer.Content),
                Detail = refusal.Message[(refusal.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.'),
            });
        }

        JwkSet set = CarriedKeys.Of(keys, held);
        RefreshOutcome outcome = keys.Count == 0 ? RefreshOutcome.NoUsableKey : set == held?.Answer ? RefreshOutcome.Unchanged : RefreshOutcome.Updated;
        return new FetchResult(answer with { Outcome = outcome, Cause = keys.Count == 0 ? FetchCause.NoUsableKey : FetchCause.None })
        {
            Keys = set,
            Skipped = skipped.AsReadOnly(),
        };
    }
}
