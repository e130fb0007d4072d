using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>
/// A key pair, or for HMAC a secret, that signs tokens for tests: good ones and, since header and payload are taken as
/// they are, wrong ones. Safe for concurrent use. Never for production.
/// </summary>
public sealed class TestKeyPair
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;
    private readonly byte[]? _secret;

    internal TestKeyPair(JwtAlgorithm algorithm, string? keyId, RSA? rsa = null, ECDsa? ecdsa = null, byte[]? secret = null)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        _rsa = rsa;
        _ecdsa = ecdsa;
        _secret = secret;
    }

    /// <summary>The algorithm that the pair signs with.</summary>
    public JwtAlgorithm Algorithm { get; }

    /// <summary>The key id, or null.</summary>
    public string? KeyId { get; }

    /// <summary>Makes a new pair: RSA of a size in bits, EC on the algorithm's curve, or a secret as long as the hash.</summary>
    /// <param name="algorithm">The algorithm to sign with.</param>
    /// <param name="keyId">The key id, or null.</param>
    /// <param name="rsaBits">The size of an RSA modulus.</param>
    /// <returns>The pair.</returns>
    public static TestKeyPair Create(JwtAlgorithm algorithm, string? keyId = null, int rsaBits = 2048) => algorithm switch
    {
        JwtAlgorithm.ES256 => new(algorithm, keyId, ecdsa: ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        JwtAlgorithm.ES384 => new(algorithm, keyId, ecdsa: ECDsa.Create(ECCurve.NamedCurves.nistP384)),
        JwtAlgorithm.ES512 => new(algorithm, keyId, ecdsa: ECDsa.Create(ECCurve.NamedCurves.nistP521)),
        JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512 =>
            new(algorithm, keyId, secret: RandomNumberGenerator.GetBytes(Hash(algorithm).Size)),
        _ => new(algorithm, keyId, rsa: RSA.Create(rsaBits)),
    };

    /// <summary>Uses a given secret with an HMAC algorithm.</summary>
    /// <param name="secret">The secret; copied, of any length.</param>
    /// <param name="algorithm">HS256, HS384 or HS512.</param>
    /// <param name="keyId">The key id, or null.</param>
    /// <returns>The pair.</returns>
    public static TestKeyPair FromSecret(ReadOnlySpan<byte> secret, JwtAlgorithm algorithm, string? keyId = null) =>
        new(algorithm, keyId, secret: secret.ToArray());

    /// <summary>
    /// Reads a private key, or for HMAC a secret, from a JWK (RFC 7517). Its public half must be a key that the core
    /// would verify with, and the private half must belong to it.
    /// </summary>
    /// <param name="utf8Json">One JSON object in UTF-8 with the private members of RFC 7518 sections 6.2.2, 6.3.2 or 6.4.</param>
    /// <param name="algorithm">The algorithm to sign with; null for the key's own <c>alg</c>, or the only one that fits an EC key.</param>
    /// <returns>The pair, with the key id of the JWK.</returns>
    /// <exception cref="FormatException">The key is refused; the message says why and quotes nothing of it.</exception>
    public static TestKeyPair FromJwk(ReadOnlySpan<byte> utf8Json, JwtAlgorithm? algorithm = null) => PrivateJwk.Read(utf8Json, algorithm);

    /// <summary>
    /// Reads an unencrypted private key in PEM (RFC 7468): PKCS#8 (<c>PRIVATE KEY</c>), PKCS#1 (<c>RSA PRIVATE KEY</c>)
    /// or SEC 1 (<c>EC PRIVATE KEY</c>).
    /// </summary>
    /// <param name="pem">The text; what stands around its one private key is ignored.</param>
    /// <param name="algorithm">The algorithm to sign with; null for the only one that fits an EC key.</param>
    /// <param name="keyId">The key id to give it, or null.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="FormatException">The key is refused; the message says why and quotes nothing of it.</exception>
    public static TestKeyPair FromPem(ReadOnlySpan<char> pem, JwtAlgorithm? algorithm = null, string? keyId = null) => PrivatePem.Read(pem, algorithm, keyId);

    /// <summary>The same key material under another algorithm or key id.</summary>
    /// <param name="algorithm">An algorithm of the same key type.</param>
    /// <param name="keyId">The key id, or null.</param>
    /// <returns>The pair.</returns>
    public TestKeyPair With(JwtAlgorithm algorithm, string? keyId) => new(algorithm, keyId, _rsa, _ecdsa, _secret);

    /// <summary>The public key, or the secret, as a JWK with <c>kty</c>, <c>use</c>, <c>alg</c> and <c>kid</c>.</summary>
    /// <returns>A JSON object that may be changed.</returns>
    public JsonObject ToJwk()
    {
        JsonObject jwk = [];
        if (_rsa is not null)
        {
            RSAParameters parameters = _rsa.ExportParameters(false);
            jwk["kty"] = "RSA";
            jwk["n"] = Base64Url.EncodeToString(parameters.Modulus);
            jwk["e"] = Base64Url.EncodeToString(parameters.Exponent);
        }
        else if (_ecdsa is not null)
        {
            ECParameters parameters = _ecdsa.ExportParameters(false);
            jwk["kty"] = "EC";
            jwk["crv"] = Algorithm switch { JwtAlgorithm.ES256 => "P-256", JwtAlgorithm.ES384 => "P-384", _ => "P-521" };
            jwk["x"] = Base64Url.EncodeToString(parameters.Q.X);
            jwk["y"] = Base64Url.EncodeToString(parameters.Q.Y);
        }
        else
        {
            jwk["kty"] = "oct";
            jwk["k"] = Base64Url.EncodeToString(_secret);
        }

        jwk["use"] = "sig";
        jwk["alg"] = Algorithm.ToString();
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
        if (_rsa is not null)
        {
            RSAParameters parameters = _rsa.ExportParameters(true);
            jwk["d"] = Base64Url.EncodeToString(parameters.D);
            jwk["p"] = Base64Url.EncodeToString(parameters.P);
            jwk["q"] = Base64Url.EncodeToString(parameters.Q);
            jwk["dp"] = Base64Url.EncodeToString(parameters.DP);
            jwk["dq"] = Base64Url.EncodeToString(parameters.DQ);
            jwk["qi"] = Base64Url.EncodeToString(parameters.InverseQ);
        }
        else if (_ecdsa is not null)
        {
            jwk["d"] = Base64Url.EncodeToString(_ecdsa.ExportParameters(true).D);
        }

        return jwk;
    }

    /// <summary>The public key in PEM.</summary>
    /// <returns>A <c>PUBLIC KEY</c> block.</returns>
    /// <exception cref="InvalidOperationException">The pair is a secret.</exception>
    public string ToPublicPem() => Asymmetric("A secret has no public key.").ExportSubjectPublicKeyInfoPem();

    /// <summary>The private key in PEM, unencrypted. Neither algorithm nor key id is part of it.</summary>
    /// <returns>A <c>PRIVATE KEY</c> block (PKCS#8). Whoever has it can sign.</returns>
    /// <exception cref="InvalidOperationException">The pair is a secret.</exception>
    public string ToPrivatePem() => Asymmetric("A secret has no form in PEM.").ExportPkcs8PrivateKeyPem();

    /// <summary>The SHA-256 thumbprint of the public key (RFC 7638), a key id that follows from the key.</summary>
    /// <returns>43 characters of base64url.</returns>
    /// <exception cref="InvalidOperationException">The pair is a secret, whose hash would be shown to everyone (RFC 7638 section 7).</exception>
    /// <exception cref="FormatException">No verifier would take the key: its modulus is too short.</exception>
    public string Thumbprint()
    {
        _ = Asymmetric("The thumbprint of a secret must not be published.");
        return Jwk.Parse(Encoding.UTF8.GetBytes(ToJwk().ToJsonString())).Thumbprint!;
    }

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
    /// <returns>The signature in the form of RFC 7518 section 3.</returns>
    public byte[] SignBytes(ReadOnlySpan<byte> data)
    {
        (HashAlgorithmName hash, _) = Hash(Algorithm);
        if (_rsa is not null)
        {
            bool isPss = Algorithm is JwtAlgorithm.PS256 or JwtAlgorithm.PS384 or JwtAlgorithm.PS512;
            return _rsa.SignData(data, hash, isPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        }

        return _ecdsa is not null
            ? _ecdsa.SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            : CryptographicOperations.HmacData(hash, _secret!, data);
    }

    private AsymmetricAlgorithm Asymmetric(string refusal) => (AsymmetricAlgorithm?)_rsa ?? _ecdsa ?? throw new InvalidOperationException(refusal);

    private static (HashAlgorithmName Name, int Size) Hash(JwtAlgorithm algorithm) => ((int)algorithm % 3) switch
    {
        1 => (HashAlgorithmName.SHA256, 32),
        2 => (HashAlgorithmName.SHA384, 48),
        _ => (HashAlgorithmName.SHA512, 64),
    };
}
