using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using JwtCore.Algorithms;
using JwtCore.Keys;

namespace JwtCore;

/// <summary>
/// A key that can verify signatures (RFC 7517). It exists only if it passed every check of size, curve, use and
/// algorithm. Immutable and safe for concurrent use; holds no private key.
/// </summary>
public sealed class Jwk
{
    /// <summary>Keys are the same when key id, algorithm, issuer and material are.</summary>
    internal static readonly IEqualityComparer<Jwk> ByContent = EqualityComparer<Jwk>.Create(
        (left, right) => left!.SameAs(right!),
        key => HashCode.Combine(key.KeyId, key.Algorithm, key.Material.Hash));

    /// <summary>
    /// Two entries are one candidate when material and issuer are the same. A key that is good for one issuer only never
    /// stands for one that is good for another.
    /// </summary>
    internal static readonly IEqualityComparer<Jwk> ByMaterial = EqualityComparer<Jwk>.Create(
        (left, right) => left!.Issuer == right!.Issuer && left.Material.SameAs(right.Material),
        key => HashCode.Combine(key.Issuer, key.Material.Hash));

    private readonly SignatureAlgorithm? _algorithm;

    /// <exception cref="ArgumentException">The key id has a lone surrogate.</exception>
    internal Jwk(KeyMaterial material, string? keyId, SignatureAlgorithm? algorithm)
    {
        // As UTF-8 it would silently become U+FFFD and match the kid of another key.
        if (keyId is not null && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(keyId)) != keyId)
        {
            throw new ArgumentException("The key id has a lone surrogate.", nameof(keyId));
        }

        Material = material;
        KeyId = keyId;
        Thumbprint = Keys.Thumbprint.Of(material);
        _algorithm = algorithm;
    }

    /// <summary>The <c>kid</c> (RFC 7517 section 4.5), or null. The empty text is a key id.</summary>
    public string? KeyId { get; }

    /// <summary>The only algorithm that the key may be used with, or null when any that fits may use it (RFC 7517 section 4.4).</summary>
    public JwtAlgorithm? Algorithm => _algorithm?.Id;

    /// <summary>The <c>kty</c>: <c>RSA</c>, <c>EC</c> or <c>oct</c> (RFC 7518 section 6.1), <c>OKP</c> (RFC 8037) or <c>AKP</c> (RFC 9964).</summary>
    public string KeyType => Material.KeyType;

    /// <summary>
    /// The SHA-256 thumbprint (RFC 7638): 43 characters of base64url, the same for the same key material whatever its key
    /// id and algorithm. Null for a shared secret, whose hash must not be published (section 7). Computed once.
    /// </summary>
    public string? Thumbprint { get; }

    internal KeyMaterial Material { get; }

    /// <summary>The issuer, or template of issuers, that the key set binds the key to; null for none.</summary>
    internal string? Issuer { get; init; }

    /// <summary>The first private member of the JWK that it was read from, which was not used; null for none.</summary>
    internal string? PrivateMember { get; init; }

    /// <summary>Gives the key to a policy on its own. Without a key id it is then a candidate for every token.</summary>
    /// <param name="key">The key.</param>
    public static implicit operator KeySource(Jwk key) => key is null ? null! : JwkSet.OnItsOwn(key);

    /// <summary>
    /// Reads a JWK. Members for private keys are ignored; <c>use</c>, when present, is <c>sig</c>. Optional members that are
    /// null, and <c>key_ops</c> that is an empty array, count as absent. <c>n</c>, <c>e</c>, <c>x</c>, <c>y</c> and <c>pub</c>
    /// may be padded or in the standard base64 alphabet; numbers of RSA and EC keys may have too few or too many leading zero
    /// octets; <c>k</c> is canonical base64url.
    /// </summary>
    /// <param name="utf8Json">One JSON object in UTF-8. A byte order mark before it is skipped (RFC 8259 section 8.1).</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The key is refused; the message says why and quotes nothing of it.</exception>
    public static Jwk Parse(ReadOnlySpan<byte> utf8Json) =>
        JwkReader.Read(KeyText.SkipMark(utf8Json), publicOnly: false, JwkSet.DefaultUse, out string? refusal) ?? throw new FormatException($"The JWK is refused: {refusal}");

    /// <summary>
    /// Reads one public key from a text as files, environment variables and admin pages hold it: PEM as <see cref="FromPem"/>
    /// reads it, a JWK as <see cref="Parse"/> reads it, or base64 of a PEM or of DER without its BEGIN and END lines. A byte
    /// order mark, surrounding quotes and line ends written as <c>\n</c> are taken off. Never reads a shared secret from text
    /// that is no JWK: see <see cref="FromSecret"/>.
    /// </summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="keyId">The key id for PEM and DER, or null; a JWK has its own.</param>
    /// <param name="algorithm">The only algorithm for PEM and DER, or null for any that fits; a JWK has its own.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is refused; the message says why and quotes nothing of it.</exception>
    /// <exception cref="ArgumentException">The key id has a lone surrogate.</exception>
    public static Jwk FromText(ReadOnlySpan<byte> utf8Text, string? keyId = null, JwtAlgorithm? algorithm = null) =>
        KeyText.Read(utf8Text, keyId, algorithm);

    /// <summary>
    /// Reads a public key in PEM: SubjectPublicKeyInfo (<c>PUBLIC KEY</c>, RFC 7468 section 13), PKCS#1
    /// (<c>RSA PUBLIC KEY</c>) or an X.509 certificate (<c>CERTIFICATE</c>), of which only the key is read: see
    /// <see cref="FromCertificate"/>. Ed25519 (RFC 8410) and ML-DSA (RFC 9881) are
    /// read too. RSASSA-PSS keys (RFC 4055) and curves given by parameters are refused.
    /// </summary>
    /// <param name="pem">The text. What stands around its one PEM block is ignored; the first of several certificates counts.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <param name="algorithm">The only algorithm to use it with, or null for any that fits.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is refused; the message says why and quotes nothing of it.</exception>
    /// <exception cref="ArgumentException">The key id has a lone surrogate.</exception>
    public static Jwk FromPem(ReadOnlySpan<char> pem, string? keyId = null, JwtAlgorithm? algorithm = null)
    {
        KeyMaterial? material = PemReader.Read(pem, out string? refusal);
        return Create(material, keyId, algorithm, ref refusal) ?? throw new FormatException($"The PEM key is refused: {refusal}");
    }

    /// <summary>
    /// Takes the public key of a certificate. It trusts the key, not the certificate: neither dates nor chain, issuer,
    /// revocation or extensions are checked, and a private key that belongs to it is not touched.
    /// </summary>
    /// <param name="certificate">The certificate; the key is copied, so it may be disposed afterwards.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <param name="algorithm">The only algorithm to use it with, or null for any that fits.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The key is refused; the message says why and quotes nothing of it.</exception>
    public static Jwk FromCertificate(X509Certificate2 certificate, string? keyId = null, JwtAlgorithm? algorithm = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return FromObject(PlatformKey.Read(certificate, static source => PlatformKey.Of(source.PublicKey)), keyId, algorithm, nameof(certificate));
    }

    /// <summary>Takes the public part of an RSA key of 2048 to 8192 bits; a private part is never asked for.</summary>
    /// <param name="key">The key, of whatever provider; modulus and exponent are copied, so it may be disposed afterwards.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <param name="algorithm">The only algorithm to use it with, or null for any that fits.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The key is refused, or its public part cannot be exported; the message says why and quotes nothing of it.</exception>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public static Jwk FromRsa(RSA key, string? keyId = null, JwtAlgorithm? algorithm = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return FromObject(PlatformKey.Read(key, PlatformKey.Of), keyId, algorithm, nameof(key));
    }

    /// <summary>Takes the public part of an EC key on P-256, P-384 or P-521, named and not given by parameters; a private part is never asked for.</summary>
    /// <param name="key">The key, of whatever provider; the coordinates are copied, so it may be disposed afterwards.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <param name="algorithm">The only algorithm to use it with, or null for the one that fits the curve.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The key is refused, or its public part cannot be exported; the message says why and quotes nothing of it.</exception>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public static Jwk FromECDsa(ECDsa key, string? keyId = null, JwtAlgorithm? algorithm = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return FromObject(PlatformKey.Read(key, PlatformKey.Of), keyId, algorithm, nameof(key));
    }

    /// <summary>
    /// Takes an Ed25519 public key (RFC 8032 section 5.1.5). A key that is no canonical point of the curve, or of small order, is
    /// refused.
    /// </summary>
    /// <param name="key">The 32 bytes of the key; copied.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <param name="algorithm"><see cref="JwtAlgorithm.EdDSA"/> or <see cref="JwtAlgorithm.Ed25519"/>, both of which fit tokens of either name; null for neither.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The key is refused, or the key id has a lone surrogate; the message says why and quotes nothing of it.</exception>
    public static Jwk FromEd25519(ReadOnlySpan<byte> key, string? keyId = null, JwtAlgorithm? algorithm = null)
    {
        KeyMaterial? material = Ed25519PublicKey.TryCreate(key, out string? refusal);
        return Create(material, keyId, algorithm, ref refusal) ?? throw new ArgumentException($"The key is refused: {refusal}", nameof(key));
    }

    /// <summary>Takes a shared secret for HMAC; the bytes are copied.</summary>
    /// <param name="secret">The secret, byte for byte; at least as long as the hash of the algorithm (RFC 7518 section 3.2).</param>
    /// <param name="algorithm">HS256, HS384 or HS512.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The algorithm is not HMAC, the secret is too short or is a public key in disguise, or the key id has a lone surrogate.</exception>
    public static Jwk FromSecret(ReadOnlySpan<byte> secret, JwtAlgorithm algorithm, string? keyId = null) =>
        OfSecret(secret, algorithm, keyId, out string? refusal) ?? throw new ArgumentException(refusal, nameof(secret));

    /// <summary>
    /// The public key as a JWK, to be published: <c>kty</c>, <c>use</c> (always <c>sig</c>), <c>alg</c> and <c>kid</c> if
    /// any, then <c>n</c> and <c>e</c>, or <c>crv</c>, <c>x</c> and <c>y</c>, or <c>crv</c> and <c>x</c>, or <c>pub</c>, and <c>issuer</c> if it was read from a JWK
    /// with one. <see cref="Parse"/> reads an equal key from it. Written anew on each call.
    /// </summary>
    /// <returns>One JSON object, in ASCII, without spaces.</returns>
    /// <exception cref="InvalidOperationException">The key is a shared secret, which is never written.</exception>
    public string ToJson() => JwkWriter.Write(this);

    /// <summary><see cref="FromSecret"/> with the sentence that its exception has, or null and that sentence.</summary>
    internal static Jwk? OfSecret(ReadOnlySpan<byte> secret, JwtAlgorithm algorithm, string? keyId, out string? refusal)
    {
        if (AlgorithmTable.Find(algorithm) is not HmacAlgorithm hmac)
        {
            throw new ArgumentException($"A shared secret works with HS256, HS384 and HS512, not with {algorithm.ToName()}.", nameof(algorithm));
        }

        refusal = SecretCheck.Refuse(secret) is string reason ? $"The secret is refused: {reason}" : null;
        SharedSecret material = new(secret);
        if (refusal is null && hmac.SignatureLength(material) == 0)
        {
            refusal = $"The secret has {secret.Length} bytes; {algorithm.ToName()} needs at least as many as its hash has.";
        }

        return refusal is null ? new Jwk(material, keyId, hmac) : null;
    }

    // EdDSA and Ed25519 are one algorithm to a key (RFC 9864 section 2.2).
    internal bool Fits(SignatureAlgorithm algorithm) =>
        (_algorithm is null || _algorithm == algorithm || (_algorithm is Ed25519Algorithm && algorithm is Ed25519Algorithm)) && algorithm.SignatureLength(Material) > 0;

    internal bool SameAs(Jwk other) =>
        KeyId == other.KeyId && _algorithm == other._algorithm && Issuer == other.Issuer && Material.SameAs(other.Material);

    private static Jwk FromObject(PlatformKey? key, string? keyId, JwtAlgorithm? algorithm, string parameter)
    {
        string? refusal = "the platform does not give its public parameters away.";
        KeyMaterial? material = key is null ? null : PlatformKey.Import(key, out refusal);
        return Create(material, keyId, algorithm, ref refusal) ?? throw new ArgumentException($"The key is refused: {refusal}", parameter);
    }

    // For the algorithm named in code the same holds as for a JWK's alg.
    private static Jwk? Create(KeyMaterial? material, string? keyId, JwtAlgorithm? algorithm, ref string? refusal)
    {
        SignatureAlgorithm? only = algorithm is JwtAlgorithm id ? AlgorithmTable.Find(id)
            : material is MLDsaPublicKey mldsa ? AlgorithmTable.Find(mldsa.Parameters.Id) : null;
        if (material is not null && algorithm is not null && !(only?.SignatureLength(material) > 0))
        {
            refusal = $"its type {material.KeyType}, curve or size does not fit the algorithm {algorithm.Value.ToName()}.";
            return null;
        }

        return material is null ? null : new Jwk(material, keyId, only);
    }
}
