using System.CommandLine;
using System.Text;
using JwtCore.Testing;

namespace JwtCore.Cli;

/// <summary>The options that say what signs.</summary>
internal sealed class SigningOptions
{
    private readonly Option<string?> _key = OptionReading.One("--key", "FILE", "Sign with the private key in a file: JWK, or PEM (PKCS#8, PKCS#1, SEC 1).");
    private readonly Option<string?> _secret = OptionReading.One("--secret-file", "FILE", "Sign with the file, byte for byte, as the shared secret. Needs --alg.");
    private readonly Option<string?> _algorithm = OptionReading.One("--alg", "NAME", "The algorithm. Default: the one that the key names, the only one that fits an EC or ML-DSA key, or EdDSA for an Ed25519 key.", OptionReading.Algorithms);
    private readonly Option<string?> _keyId = OptionReading.One("--kid", "KID", "The kid of the header. Default: the key's.");

    public IEnumerable<Option> All => [_key, _secret, _algorithm, _keyId];

    /// <exception cref="UsageException">Not exactly one key was given, or it is refused.</exception>
    public TestKeyPair Read(ParseResult parsed)
    {
        JwtAlgorithm? algorithm = parsed.GetValue(_algorithm) is string name ? OptionReading.Algorithm(_algorithm.Name, name) : null;
        TestKeyPair pair = (parsed.GetValue(_key), parsed.GetValue(_secret)) switch
        {
            (string path, null) => InputFile.LoadKeys(_key.Name, path, content => Parse(content, algorithm, _algorithm.Name)),
            (null, string path) => ReadSecret(path, algorithm),
            _ => throw new UsageException($"give exactly one of {_key.Name} and {_secret.Name}."),
        };
        return pair.With(pair.Algorithm, parsed.GetValue(_keyId) ?? pair.KeyId);
    }

    /// <summary>Reads a private key.</summary>
    /// <param name="content">A JWK or PEM.</param>
    /// <param name="algorithm">The algorithm to sign with; null for the key's own.</param>
    /// <param name="option">The option that names the algorithm.</param>
    /// <exception cref="FormatException">The key is refused.</exception>
    public static TestKeyPair Parse(byte[] content, JwtAlgorithm? algorithm, string option)
    {
        ReadOnlySpan<byte> text = TokenLines.SkipMark(content).TrimStart(" \t\r\n"u8);
        try
        {
            return text.StartsWith("{"u8) ? TestKeyPair.FromJwk(text, algorithm)
                : text.IndexOf("-----BEGIN "u8) >= 0 ? TestKeyPair.FromPem(Encoding.UTF8.GetString(text), algorithm)
                : throw new FormatException("it is neither PEM nor a JWK.");
        }
        catch (AlgorithmNeededException needed)
        {
            throw new FormatException(needed.Explain(option));
        }
    }

    private TestKeyPair ReadSecret(string path, JwtAlgorithm? algorithm) => algorithm is JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512
        ? InputFile.LoadSecret(_secret.Name, path, content =>
        {
            // The core says whether it would verify with it.
            _ = SharedSecrets.Read(content, algorithm.Value);
            return TestKeyPair.FromSecret(content, algorithm.Value);
        })
        : throw new UsageException($"{_secret.Name}: needs one of HS256, HS384 and HS512 given by {_algorithm.Name}.");
}
