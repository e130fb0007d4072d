using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using JwtCore.Algorithms;
using JwtCore.Testing;

namespace JwtCore.Cli;

/// <summary><c>jwtcore keygen</c>: a new key.</summary>
internal sealed class KeygenCommand : ToolCommand
{
    private const int LeastBits = 2048;
    private const int MostBits = 8192;

    // What every platform can make.
    private const int BitsStep = 64;

    private const string HelpNotes = $"""
        The private key is not encrypted. Without --out it goes to standard output.
        Keys of EdDSA and Ed25519 are for tests: .NET cannot sign with them, and the
        code that does here gives the key away to those who can measure its time.

        Exit codes:
          0  the key was written
          2  wrong usage, or a file cannot be written

        Examples:
          {CommandLine.Name} keygen --alg ES256 --out key.json --public jwks.json
          {CommandLine.Name} keygen --alg ES256 --out next.json --public jwks.json --append
        """;

    private readonly TextWriter _output;
    private readonly TextWriter _notes;
    private readonly Option<string?> _algorithm = OptionReading.One("--alg", "NAME", "The algorithm that the key is for, such as ES256.", OptionReading.Algorithms);
    private readonly Option<string?> _keyId = OptionReading.One("--kid", "KID", "The key id. Default: the key's thumbprint (RFC 7638), for HS algorithms a random text.");
    private readonly Option<string?> _bits = OptionReading.One("--bits", "N", $"The size of an RSA key, {LeastBits} to {MostBits}. Default: {LeastBits}.");
    private readonly Option<string?> _private = OptionReading.One("--out", "FILE", "Write the private key here, for its owner alone: a JWK, or PKCS#8 when the name ends in .pem.");
    private readonly Option<string?> _public = OptionReading.One("--public", "FILE", "Write the public key here: a JWK Set, or PEM when the name ends in .pem.");
    private readonly Option<bool> _append = OptionReading.Flag("--append", "Add the public key to the JWK Set of --public, after the keys that it has.");
    private readonly Option<bool> _force = OptionReading.Flag("--force", "Replace files that exist.");

    public KeygenCommand(TextWriter output, TextWriter notes)
        : base("keygen", "Make a key for one algorithm.", HelpNotes)
    {
        _output = output;
        _notes = notes;
        AddAll(_algorithm, _keyId, _bits, _private, _public, _append, _force);

        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        string name = parsed.GetValue(_algorithm) ?? throw new UsageException($"give {_algorithm.Name}.");
        JwtAlgorithm algorithm = OptionReading.Algorithm(_algorithm.Name, name);
        if (AlgorithmTable.Find(algorithm)!.Missing is string missing)
        {
            throw new UsageException($"{_algorithm.Name}: this system cannot make the key. {missing}");
        }

        int bits = ReadBits(parsed, name);
        CheckFiles(parsed, algorithm);
        TestKeyPair pair = Make(algorithm, bits, parsed.GetValue(_keyId));
        await WriteAsync(parsed, pair);
        return ExitCode.Valid;
    }

    private int ReadBits(ParseResult parsed, string algorithm)
    {
        int? bits = parsed.Integer(_bits, LeastBits, MostBits);
        if (bits is not null && algorithm[0] is not ('R' or 'P'))
        {
            throw new UsageException($"{_bits.Name} goes with RS and PS algorithms only.");
        }

        return (bits ?? LeastBits) % BitsStep == 0 ? bits ?? LeastBits : throw new UsageException($"{_bits.Name}: must be a multiple of {BitsStep}.");
    }

    // Before a key is made, of which one half would then be lost.
    private void CheckFiles(ParseResult parsed, JwtAlgorithm algorithm)
    {
        string? privatePath = parsed.GetValue(_private);
        string? publicPath = parsed.GetValue(_public);
        if (AlgorithmList.IsSecret(algorithm) && publicPath is not null)
        {
            throw new UsageException($"{_public.Name}: {algorithm.ToName()} has a shared secret and no public key.");
        }

        if (AlgorithmList.IsSecret(algorithm) && IsPem(privatePath))
        {
            throw new UsageException($"{_private.Name}: a shared secret has no form in PEM.");
        }

        if (privatePath is not null && publicPath is not null && OutputFile.IsSame(privatePath, publicPath))
        {
            throw new UsageException($"{_private.Name} and {_public.Name} name the same file.");
        }

        if (parsed.GetValue(_keyId) is not null && IsPem(privatePath) && (publicPath is null || IsPem(publicPath)))
        {
            throw new UsageException($"{_keyId.Name}: PEM holds no key id.");
        }

        if (parsed.GetValue(_append) && (publicPath is null || IsPem(publicPath)))
        {
            throw new UsageException($"{_append.Name} goes with {_public.Name} and a JWK Set only.");
        }

        bool mayReplace = parsed.GetValue(_force);
        foreach ((Option option, string? path, bool mayExist) in (ReadOnlySpan<(Option, string?, bool)>)[(_private, privatePath, mayReplace), (_public, publicPath, mayReplace || parsed.GetValue(_append))])
        {
            if (path is not null)
            {
                OutputFile.Check(option.Name, path, mayExist);
            }
        }
    }

    private static TestKeyPair Make(JwtAlgorithm algorithm, int bits, string? keyId)
    {
        TestKeyPair pair = TestKeyPair.Create(algorithm, rsaBits: bits);
        return pair.With(algorithm, keyId ?? (AlgorithmList.IsSecret(algorithm) ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)) : pair.Thumbprint()));
    }

    // The public key comes first: a signer that finds the private key finds it published. Without the private one it is of no
    // use to anybody, so what a crash between them leaves does no harm.
    private async Task WriteAsync(ParseResult parsed, TestKeyPair pair)
    {
        bool mayReplace = parsed.GetValue(_force);
        string what = $"{(AlgorithmList.IsSecret(pair.Algorithm) ? "shared secret" : "private key")} ({pair.Algorithm.ToName()})";
        string? privatePath = parsed.GetValue(_private);
        string? publicPath = parsed.GetValue(_public);
        using FilePair files = new();
        if (publicPath is not null)
        {
            bool isAppended = parsed.GetValue(_append);
            string content = IsPem(publicPath) ? pair.ToPublicPem() + "\n" : PublicSet(publicPath, isAppended).With(pair.ToJwk()).ToText();
            files.Add(() => OutputFile.Draft(_public.Name, publicPath, content, mayReplace || isAppended, isSecret: false));
        }

        if (privatePath is not null)
        {
            files.Add(() => OutputFile.Draft(_private.Name, privatePath, IsPem(privatePath) ? pair.ToPrivatePem() + "\n" : Line(pair.ToPrivateJwk()), mayReplace, isSecret: true));
        }
        else
        {
            await _output.WriteAsync(Line(pair.ToPrivateJwk()));
            await _output.FlushAsync();
        }

        files.Publish();
        await NoteAsync($"wrote the {what} to {(privatePath is null ? "standard output" : FileName.Quote(privatePath))}; keep it secret.");
        if (publicPath is not null)
        {
            await NoteAsync($"{(parsed.GetValue(_append) ? "added" : "wrote")} the public key to {FileName.Quote(publicPath)}.");
        }
    }

    private PublicKeySet PublicSet(string path, bool isAppended) =>
        isAppended && File.Exists(path) ? InputFile.LoadKeys(_public.Name, path, PublicKeySet.Parse) : PublicKeySet.Empty;

    private Task NoteAsync(string note) => _notes.WriteAsync($"{CommandLine.Name}: {SafeText.Escape(note)}\n");

    private static string Line(JsonObject json) => SafeJson.Text(writer => json.WriteTo(writer)) + "\n";

    private static bool IsPem(string? path) => path?.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) == true;
}
