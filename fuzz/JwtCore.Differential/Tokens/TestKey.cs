using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace JwtCore.Differential.Tokens;

/// <summary>A key of keys.json with its private half. Safe for concurrent use.</summary>
internal sealed class TestKey
{
    private readonly RSAParameters _numbers;
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;
    private readonly byte[]? _secret;

    public TestKey(JsonObject jwk, bool isPublished)
    {
        IsPublished = isPublished;
        KeyId = (string?)jwk["kid"];
        Type = (string)jwk["kty"]!;
        switch (Type)
        {
            case "RSA":
                _numbers = new RSAParameters { Modulus = Get("n"), Exponent = Get("e"), D = Get("d"), P = Get("p"), Q = Get("q"), DP = Get("dp"), DQ = Get("dq"), InverseQ = Get("qi") };
                _rsa = RSA.Create(_numbers);
                PublicText = Encoding.UTF8.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem());
                break;
            case "EC":
                ECCurve curve = (string?)jwk["crv"] == "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384;
                byte[] d = Get("d");
                _ecdsa = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = AtLength(Get("x"), d.Length), Y = AtLength(Get("y"), d.Length) }, D = d });
                break;
            default:
                _secret = Get("k");
                break;
        }

        // What verifiers get: the secret, or the public members alone.
        Jwk = jwk.DeepClone().AsObject();
        foreach (string name in (string[])["d", "p", "q", "dp", "dq", "qi"])
        {
            Jwk.Remove(name);
        }

        // Public members may be in standard base64, and coordinates without leading zeros: that is what is compared.
        byte[] Get(string name) => Base64Url.DecodeFromChars(((string)jwk[name]!).Replace('+', '-').Replace('/', '_'));

        static byte[] AtLength(byte[] coordinate, int length) => [.. new byte[length - coordinate.Length], .. coordinate];
    }

    public JsonObject Jwk { get; }

    public string? KeyId { get; }

    public string Type { get; }

    /// <summary>Whether it is in the set of public keys.</summary>
    public bool IsPublished { get; }

    public byte[] Modulus => _numbers.Modulus!;

    /// <summary>The bytes that someone who only knows the public key could take for a secret.</summary>
    public byte[] PublicText { get; } = [];

    /// <summary>The signature of RFC 7518 section 3, whether or not the algorithm is the key's own.</summary>
    public byte[] Sign(string algorithm, byte[] data) => algorithm switch
    {
        _ when _secret is not null => SignWithSecret(algorithm, _secret, data),
        _ when _ecdsa is not null => _ecdsa.SignData(data, algorithm == "ES384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256),
        _ => _rsa!.SignData(data, HashAlgorithmName.SHA256, algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
    };

    /// <summary>Whether the key signed this, whatever it may be used for.</summary>
    public bool Verifies(string algorithm, byte[] data, byte[] signature) =>
        _secret is not null ? SignWithSecret(algorithm, _secret, data).AsSpan().SequenceEqual(signature)
        : _ecdsa is not null ? _ecdsa.VerifyData(data, signature, algorithm == "ES384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256)
        : _rsa!.VerifyData(data, signature, HashAlgorithmName.SHA256, algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);

    public static byte[] SignWithSecret(string algorithm, byte[] secret, byte[] data) => algorithm switch
    {
        "HS384" => HMACSHA384.HashData(secret, data),
        "HS512" => HMACSHA512.HashData(secret, data),
        _ => HMACSHA256.HashData(secret, data),
    };

    /// <summary>RSASP1 (RFC 8017 section 5.2.1): a signature over any encoded message, right or wrong.</summary>
    public byte[] SignEncoded(byte[] message)
    {
        BigInteger m = Unsigned(message);
        BigInteger p = Unsigned(_numbers.P!);
        BigInteger q = Unsigned(_numbers.Q!);
        BigInteger m1 = BigInteger.ModPow(m % p, Unsigned(_numbers.DP!), p);
        BigInteger m2 = BigInteger.ModPow(m % q, Unsigned(_numbers.DQ!), q);
        BigInteger h = ((m1 - m2) * Unsigned(_numbers.InverseQ!) % p + p) % p;
        return ToBytes(m2 + (h * q), Modulus.Length)!;
    }

    public static BigInteger Unsigned(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>The number in so many bytes, or null when it is too large.</summary>
    public static byte[]? ToBytes(BigInteger number, int length)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return bytes.Length <= length ? [.. new byte[length - bytes.Length], .. bytes] : null;
    }
}
