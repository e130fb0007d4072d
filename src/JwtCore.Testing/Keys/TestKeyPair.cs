using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>
/// A key pair, or for HMAC a secret, that signs tokens for tests: good ones and, since header and payload are taken as
/// they are, wrong ones. Safe for concurrent use. Never for production: Ed25519 signs here by code whose time depends on the
/// key.
/// </summary>
public sealed class TestKeyPair
{
    private readonly SigningKey _key;

    internal TestKeyPair(JwtAlgorithm algorithm, string? keyId, SigningKey key)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        _key = key;
    }

    /// <summary>The algorithm that the pair signs with.</summary>
    public JwtAlgorithm Algorithm { get; }

    /// <summary>The key id, or null.</summary>
    public string? KeyId { get; }

    internal SigningKey Key => _key;

    /// <summary>
    /// Makes a new pair: RSA of a size in bits, EC on the algorithm's curve, Ed25519, ML-DSA of the algorithm's parameter set, or a
    /// secret as long as the hash.
    /// </summary>
    /// <param name="algorithm">The algorithm to sign with.</param>
    /// <param name="keyId">The key id, or null.</param>
    /// <param name="rsaBits">The size of an RSA modulus.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="PlatformNotSupportedException">The platform lacks the algorithm: see <see cref="JwtAlgorithms.IsSupported"/>.</exception>
    public static TestKeyPair Create(JwtAlgorithm algorithm, string? keyId = null, int rsaBits = 2048) => new(algorithm, keyId, algorithm switch
    {
        JwtAlgorithm.ES256 => new EcSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        JwtAlgorithm.ES384 => new EcSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP384)),
        JwtAlgorithm.ES512 => new EcSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP521)),
        JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512 => new SecretSigningKey(RandomNumberGenerator.GetBytes(PrivateKeys.Hash(algorithm).Size)),
        JwtAlgorithm.EdDSA or JwtAlgorithm.Ed25519 => new Ed25519SigningKey(TestEd25519.Create()),
        JwtAlgorithm.MLDsa44 or JwtAlgorithm.MLDsa65 or JwtAlgorithm.MLDsa87 => MLDsaSigningKey.Create(algorithm),
        _ => new RsaSigningKey(RSA.Create(rsaBits)),
    });

    /// <summary>Uses a given secret with an HMAC algorithm.</summary>
    /// <param name="secret">The secret; copied, of any length.</param>
    /// <param name="algorithm">HS256, HS384 or HS512.</param>
    /// <param name="keyId">The key id, or null.</param>
    /// <returns>The pair.</returns>
    public static TestKeyPair FromSecret(ReadOnlySpan<byte> secret, JwtAlgorithm algorithm, string? keyId = null) =>
        new(algorithm, keyId, new SecretSigningKey(secret.ToArray()));

    /// <summary>
    /// Reads a private key, or for HMAC a secret, from a JWK (RFC 7517). Its public half must be a key that the core
    /// would verify with, and the private half must belong to it.
    /// </summary>
    /// <param name="utf8Json">One JSON object in UTF-8 with the private members of RFC 7518 sections 6.2.2, 6.3.2 or 6.4, RFC 8037 section 2 or RFC 9964 section 3.</param>
    /// <param name="algorithm">The algorithm to sign with; null for the key's own <c>alg</c>, the only one that fits an EC or ML-DSA key, or EdDSA for an Ed25519 key.</param>
    /// <returns>The pair, with the key id of the JWK.</returns>
    /// <exception cref="FormatException">The key is refused; the message says why and quotes nothing of it.</exception>
    public static TestKeyPair FromJwk(ReadOnlySpan<byte> utf8Json, JwtAlgorithm? algorithm = null) => PrivateJwk.Read(utf8Json, algorithm);

    /// <summary>
    /// Reads an unencrypted private key in PEM (RFC 7468): PKCS#8 (<c>PRIVATE KEY</c>), PKCS#1 (<c>RSA PRIVATE KEY</c>)
    /// or SEC 1 (<c>EC PRIVATE KEY</c>).
    /// </summary>
    /// <param name="pem">The text; what stands around its one private key is ignored.</param>
    /// <param name="algorithm">The algorithm to sign with; null for the only one that fits an EC or ML-DSA key, or EdDSA for an Ed25519 key.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="FormatException">The key is refused; the message says why and quotes nothing of it.</exception>
    public static TestKeyPair FromPem(ReadOnlySpan<char> pem, JwtAlgorithm? algorithm = null, string? keyId = null) => PrivatePem.Read(pem, algorithm, keyId);

    /// <summary>The same key material under another algorithm or key id.</summary>
    /// <param name="algorithm">An algorithm of the same key type.</param>
    /// <param name="keyId">The key id, or null.</param>
    /// <returns>The pair.</returns>
    public TestKeyPair With(JwtAlgorithm algorithm, string? keyId) => new(algorithm, keyId, _key);

    /// <summary>The public key, or the secret, as a JWK with <c>kty</c>, <c>use</c>, <c>alg</c> and <c>kid</c>.</summary>
    /// <returns>A JSON object that may be changed.</returns>
    public JsonObject ToJwk()
    {
        JsonObject jwk = _key.PublicMembers();
        jwk["use"] = "sig";
        jwk["alg"] = Algorithm.ToName();
        if (KeyId is not null)
        {
            jwk["kid"] = KeyId;
        }

        return jwk;
    }

    /// <summary>The public key, or the secret, as a set of one, for <see cref="VerificationPolicy.Keys"/>.</summary>
    /// <returns>The set; without a key when no verifier would take it, for its modulus is too short.</returns>
    public JwkSet ToJwkSet() => JwkSet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(ToJwk()) }.ToJsonString()));

    /// <summary>The private key, or the secret, as a JWK: the members of <see cref="ToJwk"/> and the private ones.</summary>
    /// <returns>A JSON object that may be changed. Whoever has it can sign.</returns>
    public JsonObject ToPrivateJwk()
    {
        JsonObject jwk = ToJwk();
        foreach ((string name, JsonNode? value) in _key.PrivateMembers().ToArray())
        {
            jwk[name] = value!.DeepClone();
        }

        return jwk;
    }

    /// <summary>The public key in PEM.</summary>
    /// <returns>A <c>PUBLIC KEY</c> block.</returns>
    /// <exception cref="InvalidOperationException">The pair is a secret.</exception>
    public string ToPublicPem() => _key.PublicPem() ?? throw new InvalidOperationException("A secret has no public key.");

    /// <summary>The private key in PEM, unencrypted. Neither algorithm nor key id is part of it.</summary>
    /// <returns>A <c>PRIVATE KEY</c> block (PKCS#8). Whoever has it can sign.</returns>
    /// <exception cref="InvalidOperationException">The pair is a secret.</exception>
    public string ToPrivatePem() => _key.PrivatePem() ?? throw new InvalidOperationException("A secret has no form in PEM.");

    /// <summary>The SHA-256 thumbprint of the public key (RFC 7638), a key id that follows from the key.</summary>
    /// <returns>43 characters of base64url.</returns>
    /// <exception cref="InvalidOperationException">The pair is a secret, whose hash would be shown to everyone (RFC 7638 section 7).</exception>
    /// <exception cref="FormatException">No verifier would take the key: its modulus is too short.</exception>
    public string Thumbprint() => _key is SecretSigningKey
        ? throw new InvalidOperationException("The thumbprint of a secret must not be published.")
        : Jwk.Parse(Encoding.UTF8.GetBytes(ToJwk().ToJsonString())).Thumbprint!;

    /// <summary>Signs a token with sensible claims, or with whatever it is told to write.</summary>
    /// <param name="token">What to write; null for the defaults of <see cref="TestToken"/>.</param>
    /// <returns>The token.</returns>
    public string CreateToken(TestToken? token = null)
    {
        token ??= new TestToken();
        return Sign(PlainJson.Write(token.HeaderFor(this)), PlainJson.Write(token.Payload()));
    }

    /// <summary>Signs a payload as it is under the header <c>typ</c> JWT, <c>alg</c> and <c>kid</c>.</summary>
    /// <param name="payload">The payload as it shall stand in the token.</param>
    /// <returns>The token.</returns>
    public string Sign(string payload) => Sign(PlainJson.Write(TestToken.DefaultHeader(this)), Encoding.UTF8.GetBytes(payload));

    /// <summary>Signs header and payload as they are, right or wrong.</summary>
    /// <param name="header">The header's JSON text.</param>
    /// <param name="payload">The payload's JSON text.</param>
    /// <returns>The token.</returns>
    public string Sign(string header, string payload) => Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload));

    /// <summary>Signs header and payload as they are, right or wrong.</summary>
    /// <param name="header">The header's bytes.</param>
    /// <param name="payload">The payload's bytes.</param>
    /// <returns>The token.</returns>
    public string Sign(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload) =>
        SignEncoded(Base64Url.EncodeToString(header), Base64Url.EncodeToString(payload));

    /// <summary>Signs two encoded segments as they are, right or wrong.</summary>
    /// <param name="header">The first segment.</param>
    /// <param name="payload">The second segment.</param>
    /// <returns>The token.</returns>
    public string SignEncoded(string header, string payload)
    {
        string input = $"{header}.{payload}";
        return $"{input}.{Base64Url.EncodeToString(SignBytes(Encoding.UTF8.GetBytes(input)))}";
    }

    /// <summary>The bare signature over some bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns>The signature in the form of RFC 7518 section 3, RFC 8037 section 3.1 or RFC 9964 section 3.</returns>
    public byte[] SignBytes(ReadOnlySpan<byte> data) => _key.Sign(Algorithm, data);
}
