using System.Text.Json;
using JwtCore.Keys;
using JwtCore.Text;

namespace JwtCore.Jwks;

/// <summary>
/// Finds the key set of an issuer through its metadata (OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3). It
/// takes <c>jwks_uri</c> and nothing else, from a document whose <c>issuer</c> is exactly the one asked for. Immutable.
/// </summary>
internal sealed class Discovery
{
    private readonly string _issuer;
    private readonly RemoteJwksOptions _options;
    private readonly TimeSpan _lifetime;
    private readonly Uri[] _places;

    /// <exception cref="ArgumentException">The issuer, or the address of its metadata, is none that may be asked.</exception>
    public Discovery(string issuer, RemoteJwksOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        _issuer = issuer;
        _options = options;
        _lifetime = options.MaxLifetime;
        _places = options.MetadataUri is string metadata
            ? [Named(metadata, issuer, options)]
            : WellKnown(issuer, options);
    }

    /// <summary>Where the metadata is looked for first; all places have the same host.</summary>
    public Uri FirstPlace => _places[0];

    /// <summary>The issuer.</summary>
    public string Issuer => _issuer;

    /// <summary>The metadata with the address of the key set, or the failure.</summary>
    /// <param name="http">Fetches it.</param>
    /// <param name="known">What is known of it; read anew when it is old or did not lead to keys.</param>
    /// <param name="now">When the attempt started.</param>
    /// <param name="trace">Hears of each request.</param>
    /// <param name="deadline">Ends the attempt.</param>
    public async Task<(IssuerMetadata? Metadata, HttpAnswer Answer)> FindAsync(HttpGet http, IssuerMetadata? known, TwoClocks now, FetchTrace trace, CancellationToken deadline)
    {
        if (known?.Address is not null && known.ReadAt.AgeAt(now) < _lifetime)
        {
            return (known, new HttpAnswer(RefreshOutcome.Unchanged));
        }

        // Where it was found the last time it is looked for first.
        HttpAnswer? failure = null;
        foreach (Uri place in known is null ? _places : [known.Place, .. _places.Where(place => place != known.Place)])
        {
            RequestProgress progress = trace.Begin(place, isMetadata: true);
            HttpAnswer answer = await http.GetAsync(place, null, progress, deadline).ConfigureAwait(false);
            answer = answer.Outcome == RefreshOutcome.Updated ? Read(answer, place) : answer;
            trace.End(progress, answer);
            if (answer.Outcome == RefreshOutcome.Updated)
            {
                return (new IssuerMetadata(place, answer.KeysAddress, now), answer);
            }

            // A document that was read says more than one that was not there.
            failure = failure is null || (failure.Outcome == RefreshOutcome.StatusRefused && answer.FoundIssuer is not null) ? answer : failure;
            if (answer.Outcome is RefreshOutcome.Unreachable or RefreshOutcome.AddressRefused)
            {
                // The other places have the same host.
                break;
            }
        }

        return (null, failure!);
    }

    // The issuer may be a template, which is no address, so its scheme is read from the text.
    private static Uri Named(string metadata, string issuer, RemoteJwksOptions options)
    {
        Uri address = KeySetAddress.Read(metadata, options, nameof(options.MetadataUri));
        return address.Scheme == Uri.UriSchemeHttp && issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            ? throw new RefusedArgumentException(nameof(options.MetadataUri), "must be an https address, because the issuer is one: https never leads to http.")
            : address;
    }

    // OpenID Connect appends, RFC 8414 inserts before the path; its section 5 has both names. A slash at the end of the
    // issuer is stripped for the address alone.
    private static Uri[] WellKnown(string issuer, RemoteJwksOptions options)
    {
        if (issuer.Contains('{', StringComparison.Ordinal))
        {
            throw new RefusedArgumentException(nameof(issuer), "has a placeholder, so its metadata is not at its own address. Give ", nameof(options.MetadataUri), ".");
        }

        Uri address = KeySetAddress.Read(issuer, options, nameof(issuer));
        if (address.Query.Length > 0)
        {
            throw new RefusedArgumentException(nameof(issuer), "has a query, which no issuer has (RFC 8414 section 2).");
        }

        string origin = address.GetLeftPart(UriPartial.Authority);
        string path = address.AbsolutePath.TrimEnd('/');
        return
        [
            .. new[]
            {
                $"{origin}{path}/.well-known/openid-configuration",
                $"{origin}/.well-known/oauth-authorization-server{path}",
                $"{origin}/.well-known/openid-configuration{path}",
            }.Distinct().Select(place => new Uri(place)),
        ];
    }

    private HttpAnswer Read(HttpAnswer answer, Uri place)
    {
        ReadOnlySpan<byte> content = KeyText.SkipMark(answer.Content);
        JsonMembers members = default;
        JsonFlaw flaw = StrictJson.CheckObject(content, Limits.DeepestJson, ref members);
        members.Release();
        if (flaw != JsonFlaw.None)
        {
            return Malformed(answer, "it is not one strict JSON object");
        }

        JsonElement metadata = JsonElement.Parse(content);
        if (!metadata.TryGetProperty("issuer"u8, out JsonElement issuer) || issuer.ValueKind != JsonValueKind.String)
        {
            return Malformed(answer, "it has no issuer that is a string");
        }

        Uri? address = KeySetAddress.Parse(Text(metadata, "jwks_uri"u8));
        answer = answer with { FoundIssuer = issuer.GetString(), KeysAddress = address, AccessTokenIssuer = Text(metadata, "access_token_issuer"u8) };

        // RFC 8414 section 3.3: identical, or the document is somebody else's.
        return answer.FoundIssuer != _issuer ? answer with { Outcome = RefreshOutcome.MetadataIssuerMismatch, Cause = FetchCause.IssuerDiffers }
            : address is null || !KeySetAddress.IsAllowed(address, _options, foundAt: place) ? answer with { Outcome = RefreshOutcome.MetadataMalformed, Cause = FetchCause.KeysAddressRefused }
            : answer;
    }

    private static string? Text(JsonElement metadata, ReadOnlySpan<byte> name) =>
        metadata.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static HttpAnswer Malformed(HttpAnswer answer, string detail) => answer with
    {
        Outcome = RefreshOutcome.MetadataMalformed,
        Cause = FetchCause.NotMetadata,
        Look = BodyLook.Of(answer.Content),
        Detail = detail,
    };
}
