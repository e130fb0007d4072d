using System.CommandLine;

namespace JwtCore.Cli;

/// <summary>The options that say how a key set is fetched and read, the same for every command that does.</summary>
/// <param name="variables">Where header values may come from.</param>
/// <param name="issuerOptions">The options that lead to metadata, as messages name them.</param>
internal sealed class SourceOptions(Variables variables, string issuerOptions = "--discover")
{
    /// <summary>The option that takes the address of metadata.</summary>
    public const string MetadataName = "--metadata";

    /// <summary>The option that takes another use.</summary>
    public const string UseName = "--use";

    private readonly Option<string?> _metadata = OptionReading.One(MetadataName, "URL", "Fetch the issuer's metadata from this address instead of from under the issuer.");
    private readonly Option<string?> _use = OptionReading.One(UseName, "TEXT", $"The use that keys of the set may have when they have any. Default: {JwkSet.DefaultUse}.");
    private readonly Option<string[]> _headers = OptionReading.Several("--header", "NAME=SOURCE", "Send a header to the origin that was given. SOURCE is @FILE or env:VARIABLE. Repeatable.");
    private readonly Option<string[]> _origins = OptionReading.Several("--header-origin", "ORIGIN", "Send the headers to this origin too, such as https://keys.example.com. Repeatable.");
    private readonly Option<string?> _authorities = OptionReading.One("--ca", "FILE", "Trust the certificates in this PEM file instead of the system's roots. Host names are checked as always.");
    private readonly Option<bool> _allowHttp = OptionReading.Flag("--allow-http-loopback", "Take http:// for addresses of this machine.");

    public IEnumerable<Option> All => [_metadata, _use, _headers, _origins, _authorities, _allowHttp];

    public bool AllowsHttp(ParseResult parsed) => parsed.GetValue(_allowHttp);

    public bool IsUseGiven(ParseResult parsed) => parsed.GetValue(_use) is not null;

    /// <summary>The <c>use</c> that keys may have.</summary>
    /// <exception cref="UsageException">It is empty.</exception>
    public string Use(ParseResult parsed) => parsed.GetValue(_use) switch
    {
        "" => throw new UsageException($"{_use.Name}: must not be empty."),
        string use => use,
        null => JwkSet.DefaultUse,
    };

    /// <summary>Refuses options that would be ignored with these keys.</summary>
    /// <exception cref="UsageException">One does not go with the keys.</exception>
    public void Check(ParseResult parsed, KeyOrigin origin)
    {
        Option? network = ((Option[])[_headers, _origins, _authorities, _allowHttp]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (network is not null && !origin.IsRemote)
        {
            throw new UsageException($"{network.Name} goes with keys that are fetched only.");
        }

        if (parsed.GetValue(_metadata) is not null && origin.Kind != KeyKind.Discovery)
        {
            throw new UsageException($"{_metadata.Name} goes with {issuerOptions} only.");
        }

        if (parsed.GetValue(_use) is not null && origin.Kind is not (KeyKind.SetFile or KeyKind.Address or KeyKind.Discovery))
        {
            throw new UsageException($"{_use.Name} goes with a JWK Set only.");
        }
    }

    /// <summary>How to fetch keys from where they are.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="origin">Where the keys are.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="first">The first of several addresses, whose origin alone gets the headers; null when there is one.</param>
    /// <exception cref="UsageException">An option is refused.</exception>
    public RemoteJwksOptions Read(ParseResult parsed, KeyOrigin origin, TimeProvider clock, KeyOrigin? first = null) => new()
    {
        TimeProvider = clock,
        AllowHttpOnLoopback = parsed.GetValue(_allowHttp),
        MetadataUri = Metadata(parsed, origin),
        Use = Use(parsed),
        Roots = parsed.GetValue(_authorities) is string path ? Authorities.Read(_authorities.Name, path) : null,
        HeadersFor = Headers(parsed, Metadata(parsed, first ?? origin) ?? (first ?? origin).Value),
    };

    private string? Metadata(ParseResult parsed, KeyOrigin origin) => origin.Kind == KeyKind.Discovery ? parsed.GetValue(_metadata) : null;

    private Func<Uri, IReadOnlyList<KeyValuePair<string, string>>>? Headers(ParseResult parsed, string typed)
    {
        string[] texts = parsed.Values(_headers);
        string[] origins = parsed.Values(_origins);
        return texts.Length > 0 ? RequestHeaders.Read(_headers.Name, texts, variables, typed, _origins.Name, origins).For
            : origins.Length > 0 ? throw new UsageException($"{_origins.Name} goes with {_headers.Name} only.")
            : null;
    }
}
