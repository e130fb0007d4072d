using System.Text;

namespace JwtCore.Cli;

/// <summary>The keys to judge by, with the entries that cannot verify. Only text is read, never an address: nothing is fetched.</summary>
/// <param name="Source">What the verifier takes.</param>
/// <param name="View">The same for people.</param>
internal sealed record GivenKeys(JwkSet Source, KeySetView View)
{
    /// <summary>The server's own public keys.</summary>
    public static GivenKeys Of(LocalIssuer issuer) => OfSet(IssuerDocuments.KeySet(issuer).Body);

    /// <summary>Reads a JWK Set, a JWK, PEM, or where all algorithms are HMAC a secret.</summary>
    /// <exception cref="FormatException">The text is refused.</exception>
    public static GivenKeys Read(string text, JwtAlgorithm[] algorithms)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        return IsSet(content) ? OfSet(content)
            : Array.TrueForAll(algorithms, AlgorithmList.IsSecret)
                ? algorithms is [JwtAlgorithm algorithm] ? Of(SharedSecrets.Read(content, algorithm)) : throw new FormatException("a secret goes with exactly one algorithm: choose HS256, HS384 or HS512.")
            : Of(Jwk.FromText(content));
    }

    private static GivenKeys OfSet(byte[] content) => new(JwkSet.Parse(content), KeySetView.Read(content, isRemote: false));

    private static GivenKeys Of(Jwk key)
    {
        KeySource source = key;
        return new GivenKeys((JwkSet)source, KeySetView.Of(key));
    }

    // A JWK has no such member (RFC 7517 section 4).
    private static bool IsSet(byte[] content) => JsonFaults.Parse(content, out _) is { ValueKind: System.Text.Json.JsonValueKind.Object } json && json.TryGetProperty("keys"u8, out _);
}
