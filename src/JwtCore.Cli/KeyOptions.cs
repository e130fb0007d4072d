using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>The options that say where the keys are.</summary>
internal sealed class KeyOptions
{
    private readonly Option<string?> _set = OptionReading.One("--jwks", "FILE", "Take the keys from a JWK Set.");
    private readonly Option<bool> _asRemote = OptionReading.Flag("--as-remote", "Judge the JWK Set as if it had come over the network: no secrets, no private keys.");
    private readonly Option<string?> _key = OptionReading.One("--key", "FILE", "Take the one key from a file: PEM (public key or certificate) or JWK.");
    private readonly Option<string?> _secret = OptionReading.One("--secret-file", "FILE", "Take the file, byte for byte, as the shared secret. Needs exactly one HS algorithm.");

    public IEnumerable<Option> All => [_set, _asRemote, _key, _secret];

    /// <exception cref="UsageException">Not exactly one source of keys was given, or it is refused.</exception>
    public KeySource Read(ParseResult parsed, JwtAlgorithm[] algorithms)
    {
        bool asRemote = parsed.GetValue(_asRemote);
        if (asRemote && parsed.GetValue(_set) is null)
        {
            throw new UsageException($"{_asRemote.Name} goes with {_set.Name} only.");
        }

        return (parsed.GetValue(_set), parsed.GetValue(_key), parsed.GetValue(_secret)) switch
        {
            (string path, null, null) => InputFile.LoadKeys<KeySource>(_set.Name, path, content => JwkSet.Parse(content, asRemote)),
            (null, string path, null) => InputFile.LoadKeys(_key.Name, path, ParseKey),
            (null, null, string path) => ReadSecret(path, algorithms),
            _ => throw new UsageException($"give exactly one of {_set.Name}, {_key.Name} and {_secret.Name}."),
        };
    }

    private static KeySource ParseKey(byte[] content)
    {
        ReadOnlySpan<byte> text = content.AsSpan().TrimStart(" \t\r\n"u8);
        if (text.StartsWith("{"u8))
        {
            return IsSet(content) ? throw new FormatException("it is a JWK Set, not one key; --jwks reads it.") : Jwk.Parse(content);
        }

        return text.IndexOf("-----BEGIN "u8) >= 0
            ? Jwk.FromPem(Encoding.UTF8.GetString(content))
            : throw new FormatException("it is neither PEM nor a JWK.");
    }

    private static bool IsSet(byte[] content) => StrictJson.TryParse(content, out JsonElement json, out _)
        && json.ValueKind == JsonValueKind.Object && json.TryGetProperty("keys"u8, out _) && !json.TryGetProperty("kty"u8, out _);

    private KeySource ReadSecret(string path, JwtAlgorithm[] algorithms)
    {
        JwtAlgorithm[] hmac = [.. algorithms.Distinct().Where(algorithm => algorithm is JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512)];
        return hmac.Length == 1
            ? InputFile.LoadSecret<KeySource>(_secret.Name, path, content => Jwk.FromSecret(content, hmac[0]))
            : throw new UsageException($"{_secret.Name}: needs exactly one of HS256, HS384 and HS512 given by --alg.");
    }
}
