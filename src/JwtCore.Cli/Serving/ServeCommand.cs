using System.CommandLine;
using JwtCore.Algorithms;
using JwtCore.Testing;

namespace JwtCore.Cli;

/// <summary><c>jwtcore serve</c>: an issuer on loopback for development, and a page that explains tokens.</summary>
internal sealed class ServeCommand : ToolCommand
{
    /// <summary>The port without <c>--port</c>.</summary>
    public const int DefaultPort = 5710;

    private const string DefaultAudience = "api";

    private static readonly string HelpNotes = $$"""
        Standard input, one line each:
          rotate          sign with a new key; the key before stays in the key set
          fail DURATION   answer 503 in place of metadata, keys and tokens, for so
                          long; without a duration until recover
          recover         end the outage
          quit            end the program
        The end of standard input ends the program at a terminal only.

        Exit codes:
          0  ended by quit
          2  wrong usage or key, or the port is taken

        Examples:
          {{CommandLine.Name}} serve
          {{CommandLine.Name}} serve --port 8081 --key key.json --audience https://api.example.com
        """;

    private readonly Stream _input;
    private readonly TextWriter _output;
    private readonly TextWriter _notes;
    private readonly ToolEnvironment _environment;
    private readonly Option<string?> _port = OptionReading.One("--port", "N", $"The port on loopback; 0 takes any free one. Default: {DefaultPort}.");
    private readonly Option<string?> _key = OptionReading.One("--key", "FILE", "Sign with the private key in a file until the first rotation: JWK, or PEM (PKCS#8, PKCS#1, SEC 1). Default: a new key.");
    private readonly Option<string?> _algorithm = OptionReading.One("--alg", "NAME", "The algorithm of the keys. Default: the one that the key names, or RS256.", OptionReading.Algorithms);
    private readonly Option<string?> _audience = OptionReading.One("--audience", "TEXT", $"The aud of tokens that name no other. Default: {DefaultAudience}.");

    public ServeCommand(Stream input, TextWriter output, TextWriter notes, ToolEnvironment environment)
        : base("serve", "Run a local issuer for development, with a page that explains tokens.", HelpNotes)
    {
        _input = input;
        _output = output;
        _notes = notes;
        _environment = environment;
        AddAll(_port, _key, _algorithm, _audience);

        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        int port = parsed.Integer(_port, 0, ushort.MaxValue) ?? DefaultPort;
        string audience = parsed.GetValue(_audience) ?? DefaultAudience;
        TestKeyPair pair = ReadKey(parsed);
        if (audience.Length == 0)
        {
            throw new UsageException($"{_audience.Name}: must not be empty.");
        }

        using LoopbackListener listener = LoopbackListener.Start(_port.Name, port);
        LocalIssuer issuer = new(listener.Address, pair, audience, _environment.TimeProvider);
        ServeConsole console = new(_output, _notes);
        ServeRoutes routes = new(issuer, new OwnNames(listener.Port), console, _environment.TimeProvider);
        Task serving = listener.RunAsync(routes.AnswerAsync, console, _environment.TimeProvider);
        console.Write(StartText.Of(issuer));

        // Standard input is read on a thread of its own: at a terminal a read blocks until a line comes.
        Task lines = Task.Run(() => new ServeLines(_input, issuer, console, isTerminal: _environment.HasInputTerminal).RunAsync());
        await await Task.WhenAny(lines, console.Lost);
        listener.Stop();
        await serving;
        return ExitCode.Valid;
    }

    private TestKeyPair ReadKey(ParseResult parsed)
    {
        JwtAlgorithm? algorithm = parsed.GetValue(_algorithm) is string name ? OptionReading.Algorithm(_algorithm.Name, name) : null;
        if (algorithm is JwtAlgorithm secret && AlgorithmList.IsSecret(secret))
        {
            throw new UsageException($"{_algorithm.Name}: {secret.ToName()} has a shared secret, which no key set may publish.");
        }

        if (algorithm is JwtAlgorithm named && AlgorithmTable.Find(named)!.Missing is string missing)
        {
            throw new UsageException($"{_algorithm.Name}: this system cannot make the key. {missing}");
        }

        return parsed.GetValue(_key) is not string path ? LocalIssuer.NewKey(algorithm ?? JwtAlgorithm.RS256)
            : InputFile.LoadKeys(_key.Name, path, content =>
            {
                TestKeyPair pair = SigningOptions.Parse(content, algorithm, _algorithm.Name);
                return AlgorithmList.IsSecret(pair.Algorithm)
                    ? throw new FormatException("it is a shared secret, which no key set may publish.")
                    : pair.With(pair.Algorithm, pair.KeyId ?? pair.Thumbprint());
            });
    }
}
