using System.CommandLine;

namespace JwtCore.Cli;

/// <summary><c>jwtcore jwks</c>: which keys of a set can verify, and why the others cannot.</summary>
internal sealed class JwksCommand : ToolCommand
{
    private const string StandardInput = "-";

    private const string HelpNotes = $"""
        Sets that are fetched are held to the remote rules always: public keys, 100 entries, 262144 bytes.

        Exit codes:
          0  at least one key can verify
          1  no key can, or it is no JWK Set
          2  wrong usage
          3  the set could not be fetched

        Examples:
          {CommandLine.Name} jwks keys.json
          {CommandLine.Name} jwks --discover https://issuer.example.com
        """;

    private readonly Stream _input;
    private readonly TextWriter _output;
    private readonly Progress _progress;
    private readonly TerminalColours _paint;
    private readonly TimeProvider _clock;

    private readonly Argument<string?> _file = new("FILE|URL")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The file of the JWK Set, - for standard input, or an address that starts with https:// or http://.",
    };

    private readonly Option<string?> _url = OptionReading.One("--url", "URL", "Fetch the JWK Set from this address.");
    private readonly Option<string?> _discover = OptionReading.One("--discover", "ISSUER", "Find the JWK Set through the issuer's metadata.");
    private readonly SourceOptions _source;
    private readonly Option<bool> _remoteRules = OptionReading.Flag("--remote-rules", "Judge a file as if it had been fetched.");
    private readonly Option<bool> _json = OptionReading.Flag("--json", "Write one JSON object.");

    public JwksCommand(Stream input, TextWriter output, TextWriter notes, ToolEnvironment environment)
        : base("jwks", "Show the keys of a JWK Set, and why entries are skipped.", HelpNotes)
    {
        _input = input;
        _output = output;
        _progress = new Progress(notes, environment);
        _paint = new TerminalColours(environment.HasColour);
        _clock = environment.TimeProvider;
        _source = new SourceOptions(new Variables(environment.Variable));
        Add(_file);
        AddAll([_url, _discover, .. _source.All, _remoteRules, _json]);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    public override string Noun => "file";

    private async Task<int> RunAsync(ParseResult parsed)
    {
        KeyOrigin origin = Find(parsed);
        JwksReport report = new(_output, _paint, parsed.GetValue(_json));
        if (!origin.IsRemote)
        {
            KeySetView local = KeySetView.Read(await ReadAsync(origin), parsed.GetValue(_remoteRules), use: _source.Use(parsed));
            report.Write(local);
            return local.Usable.Any() ? ExitCode.Valid : ExitCode.NotValid;
        }

        using RemoteJwks source = RemoteSource.Open(origin, _source.Read(parsed, origin, _clock));
        KeyFetch fetch = await KeyFetch.RunAsync(source, _source.Use(parsed), _progress);
        report.Write(fetch);
        return fetch.Attempt.IsSuccess ? ExitCode.Valid
            : fetch.Attempt.Outcome is RefreshOutcome.NoUsableKey or RefreshOutcome.KeySetMalformed ? ExitCode.NotValid
            : ExitCode.KeysUnavailable;
    }

    private KeyOrigin Find(ParseResult parsed)
    {
        string? file = parsed.GetResult(_file) is null ? null : parsed.GetValue(_file);
        KeyOrigin origin = (file, parsed.GetValue(_url), parsed.GetValue(_discover)) switch
        {
            (string url, null, null) when RemoteSource.IsAddress(url) => new KeyOrigin(KeyKind.Address, "URL", url),
            (string path, null, null) => new KeyOrigin(KeyKind.SetFile, "FILE", path),
            (null, string url, null) => new KeyOrigin(KeyKind.Address, _url.Name, url),
            (null, null, string issuer) => new KeyOrigin(KeyKind.Discovery, _discover.Name, issuer),
            _ => throw new UsageException($"give exactly one of a file, {_url.Name} and {_discover.Name}."),
        };
        _source.Check(parsed, origin);
        return origin;
    }

    private async Task<byte[]> ReadAsync(KeyOrigin origin) => origin.Value == StandardInput
        ? await InputFile.ReadKeysAsync(_input)
        : InputFile.LoadKeys(origin.Name, origin.Value, content => content);
}
