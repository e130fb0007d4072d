using System.CommandLine;

namespace JwtCore.Cli;

/// <summary><c>jwtcore jwks</c>: which keys of a set can verify, and why the others cannot.</summary>
internal sealed class JwksCommand : ToolCommand
{
    private const string StandardInput = "-";

    // The default of RemoteJwksOptions.MaxKeys.
    private const int MostKeys = 100;

    private const string HelpNotes = $"""
        Sets that are fetched are held to the remote rules always: public keys, 100
        entries, 262144 bytes.

        Exit codes:
          0  at least one key can verify
          1  no key can, or it is no JWK Set
          2  wrong usage
          3  the set could not be fetched

        Examples:
          {CommandLine.Name} jwks keys.json
          {CommandLine.Name} jwks --discover https://issuer.example.com
          {CommandLine.Name} jwks old.json --merge new.json --out jwks.json
        """;

    private readonly Stream _input;
    private readonly TextWriter _output;
    private readonly TextWriter _notes;
    private readonly Progress _progress;
    private readonly TerminalColours _paint;
    private readonly int? _columns;
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
    private readonly Option<string[]> _merged = OptionReading.Several("--merge", "FILE|URL", "Write one JWK Set of the public keys of this set and the one named. Repeatable.");
    private readonly Option<string?> _out = OptionReading.One("--out", "FILE", "Write the merged set here instead of to standard output.");
    private readonly Option<bool> _force = OptionReading.Flag("--force", "Replace the file of --out, which may be one that was read.");

    public JwksCommand(Stream input, TextWriter output, TextWriter notes, ToolEnvironment environment)
        : base("jwks", "Show the keys of a JWK Set, and why entries are skipped.", HelpNotes)
    {
        _input = input;
        _output = output;
        _notes = notes;
        _progress = new Progress(notes, environment);
        _paint = new TerminalColours(environment.HasColour);
        _columns = environment.Columns();
        _clock = environment.TimeProvider;
        _source = new SourceOptions(new Variables(environment.Variable));
        Add(_file);
        AddAll([_url, _discover, .. _source.All, _remoteRules, _json, _merged, _out, _force]);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    public override string Noun => "file";

    private async Task<int> RunAsync(ParseResult parsed)
    {
        KeyOrigin origin = Find(parsed);
        if (parsed.Values(_merged).Length > 0)
        {
            return await MergeAsync(parsed, origin);
        }

        if (parsed.GetValue(_out) is not null || parsed.GetValue(_force))
        {
            throw new UsageException($"{(parsed.GetValue(_out) is null ? _force.Name : _out.Name)} goes with {_merged.Name} only.");
        }

        JwksReport report = new(_output, _paint, _columns, parsed.GetValue(_json));
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

    // Everything is read before the first byte is written: a shell empties the target of '>' before the program starts.
    private async Task<int> MergeAsync(ParseResult parsed, KeyOrigin origin)
    {
        string? excluded = parsed.GetValue(_json) ? _json.Name : parsed.GetValue(_remoteRules) ? _remoteRules.Name : _source.IsUseGiven(parsed) ? SourceOptions.UseName : null;
        if (excluded is not null)
        {
            throw new UsageException($"{_merged.Name} excludes {excluded}: all entries are written as they are.");
        }

        string? path = parsed.GetValue(_out);
        if (path is not null)
        {
            OutputFile.Check(_out.Name, path, parsed.GetValue(_force));
        }

        PublicKeySet merged = PublicKeySet.Empty;
        KeyOrigin[] sources = [origin, .. parsed.Values(_merged).Select(text => new KeyOrigin(RemoteSource.IsAddress(text) ? KeyKind.Address : KeyKind.SetFile, _merged.Name, text))];
        KeyOrigin? first = Array.Find(sources, source => source.IsRemote);
        foreach (KeyOrigin source in sources)
        {
            byte[] text;
            if (!source.IsRemote)
            {
                text = await ReadAsync(source);
            }
            else if (await FetchAsync(parsed, source, first) is byte[] fetched)
            {
                text = fetched;
            }
            else
            {
                return ExitCode.KeysUnavailable;
            }

            Add(merged, source, text);
        }

        if (merged.Count > MostKeys)
        {
            await _notes.WriteAsync($"{CommandLine.Name}: the merged set has {merged.Count} entries; many verifiers take {MostKeys} at most.\n");
        }

        if (path is null)
        {
            await _output.WriteAsync(merged.ToText());
        }
        else
        {
            using FilePair files = new();
            files.Add(() => OutputFile.Draft(_out.Name, path, merged.ToText(), parsed.GetValue(_force), isSecret: false));
            files.Publish();
        }

        return ExitCode.Valid;
    }

    private static void Add(PublicKeySet merged, KeyOrigin source, byte[] text)
    {
        try
        {
            merged.With(PublicKeySet.Parse(text));
        }
        catch (FormatException refusal)
        {
            string name = source.IsRemote ? "the fetched set" : source.Value == StandardInput ? "standard input" : FileName.Quote(source.Value);
            throw new UsageException($"{source.Name}: {name}: {(InputFile.IsUtf16(text) ? InputFile.Utf16 : refusal.Message)}");
        }
    }

    private async Task<byte[]?> FetchAsync(ParseResult parsed, KeyOrigin origin, KeyOrigin? first)
    {
        using RemoteJwks source = RemoteSource.Open(origin, _source.Read(parsed, origin, _clock, first));
        JwksAttempt attempt = await RemoteSource.FetchAsync(source, _progress);
        if (attempt.Outcome is RefreshOutcome.Updated or RefreshOutcome.NoUsableKey)
        {
            return source.Status.Text.ToArray();
        }

        await _notes.WriteAsync($"{CommandLine.Name}: {origin.Name}: {attempt.Cause}: {FetchSentences.Explain(attempt, _url.Name)}\n");
        return null;
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
        _source.Check(parsed, origin.IsRemote ? origin : parsed.Values(_merged).Where(RemoteSource.IsAddress).Select(url => new KeyOrigin(KeyKind.Address, _merged.Name, url)).FirstOrDefault(origin));
        return origin;
    }

    private async Task<byte[]> ReadAsync(KeyOrigin origin) => origin.Value == StandardInput
        ? await InputFile.ReadKeysAsync(_input)
        : InputFile.LoadKeys(origin.Name, origin.Value, content => content);
}
