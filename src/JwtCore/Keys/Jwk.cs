using JwtCore.Algorithms;
using JwtCore.Keys;

namespace JwtCore;

/// <summary>
/// A key that can verify signatures (RFC 7517). It exists only if it passed every check of size, curve, use and
/// algorithm. Immutable and safe for concurrent use; holds no private key.
/// </summary>
public sealed class Jwk
{
    private readonly SignatureAlgorithm? _algorithm;

    internal Jwk(KeyMaterial material, string? keyId, SignatureAlgorithm? algorithm)
    {
        Material = material;
        KeyId = keyId;
        _algorithm = algorithm;
        Alone = [this];
    }

    /// <summary>The <c>kid</c> (RFC 7517 section 4.5), or null. The empty text is a key id.</summary>
    public string? KeyId { get; }

    /// <summary>The only algorithm that the key may be used with, or null when any that fits may use it (RFC 7517 section 4.4).</summary>
    public JwtAlgorithm? Algorithm => _algorithm?.Id;

    /// <summary>The <c>kty</c>: <c>RSA</c>, <c>EC</c> or <c>oct</c> (RFC 7518 section 6.1).</summary>
    public string KeyType => Material.KeyType;

    internal KeyMaterial Material { get; }

    /// <summary>The issuer, or template of issuers, that the key set binds the key to; null for none.</summary>
    internal string? Issuer { get; init; }

    /// <summary>This key as a list of candidates.</summary>
    internal Jwk[] Alone { get; }

    /// <summary>Gives the key to a policy on its own. Without a key id it is then a candidate for every token.</summary>
    /// <param name="key">The key.</param>
    public static implicit operator KeySource(Jwk key) => JwkSet.OnItsOwn(key);

    /// <summary>Reads a JWK. Members for private keys are ignored.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The key is refused; the message says why and quotes nothing of it.</exception>
    public static Jwk Parse(ReadOnlySpan<byte> utf8Json) =>
        JwkReader.Read(utf8Json, publicOnly: false, out string? refusal) ?? throw new FormatException($"The JWK is refused: {refusal}");

    /// <summary>
    /// Reads a public key in PEM: SubjectPublicKeyInfo (<c>PUBLIC KEY</c>, RFC 7468 section 13), PKCS#1
    /// (<c>RSA PUBLIC KEY</c>) or an X.509 certificate (<c>CERTIFICATE</c>), whose dates and issuer are not checked.
    /// </summary>
    /// <param name="pem">The text; what stands around its one PEM block is ignored.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <param name="algorithm">The only algorithm to use it with, or null for any that fits.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is refused; the message says why and quotes nothing of it.</exception>
    public static Jwk FromPem(ReadOnlySpan<char> pem, string? keyId = null, JwtAlgorithm? algorithm = null)
    {
        KeyMaterial material = PemReader.Read(pem, out string? refusal) ?? throw new FormatException($"The PEM key is refused: {refusal}");
        SignatureAlgorithm? only = null;
        if (algorithm is JwtAlgorithm id)
        {
            only = AlgorithmTable.Find(id);
            if (only is null || only.SignatureLength(material) == 0)
            {
                throw new FormatException($"The PEM key is refused: its type {material.KeyType}, curve or size does not fit the algorithm {id}.");
            }
        }

        return new Jwk(material, keyId, only);
    }

    /// <summary>Takes a shared secret for HMAC; the bytes are copied.</summary>
    /// <param name="secret">The secret, byte for byte; at least as long as the hash of the algorithm (RFC 7518 section 3.2).</param>
    /// <param name="algorithm">HS256, HS384 or HS512.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The algorithm is not HMAC, or the secret is too short or is a public key in disguise.</exception>
    public static Jwk FromSecret(ReadOnlySpan<byte> secret, JwtAlgorithm algorithm, string? keyId = null)
    {
        if (AlgorithmTable.Find(algorithm) is not HmacAlgorithm hmac)
        {
            throw new ArgumentException($"A shared secret works with HS256, HS384 and HS512, not with {algorithm}.", nameof(algorithm));
        }

        string? refusal = SecretRules.Refuse(secret);
        if (refusal is not null)
        {
            throw new ArgumentException($"The secret is refused: {refusal}", nameof(secret));
        }

        SharedSecret material = new(secret);
        if (hmac.SignatureLength(material) == 0)
        {
            throw new ArgumentException($"The secret has {secret.Length} bytes; {algorithm} needs at least as many as its hash has.", nameof(secret));
        }

        return new Jwk(material, keyId, hmac);
    }

    internal bool Fits(SignatureAlgorithm algorithm) =>
        (_algorithm is null || _algorithm == algorithm) && algorithm.SignatureLength(Material) > 0;

    internal bool SameAs(Jwk other) =>
        KeyId == other.KeyId && _algorithm == other._algorithm && Material.SameAs(other.Material);
}
