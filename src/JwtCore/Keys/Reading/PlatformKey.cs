using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>
/// A public key as the platform read it: a copy of its parameters, or none when its type is not supported. Of a type that the
/// platform need not know only object identifier and octets are taken.
/// </summary>
internal sealed class PlatformKey
{
    // RFC 4055 section 1.2.
    private const string RsassaPss = "1.2.840.113549.1.1.10";

    // RFC 8410 section 3.
    private const string X25519 = "1.3.101.110";
    private const string X448 = "1.3.101.111";
    private const string Ed25519 = "1.3.101.112";
    private const string Ed448 = "1.3.101.113";

    private readonly RSAParameters? _rsa;
    private readonly ECParameters? _ec;
    private readonly string? _oid;
    private readonly byte[] _octets = [];
    private readonly bool _hasParameters;

    private PlatformKey(RSA? rsa, ECDsa? ec)
    {
        _rsa = rsa?.ExportParameters(includePrivateParameters: false);
        _ec = ec?.ExportParameters(includePrivateParameters: false);
    }

    private PlatformKey(PublicKey key, RSA? rsa, ECDsa? ec)
        : this(rsa, ec)
    {
        _oid = key.Oid.Value;
        _octets = key.EncodedKeyValue.RawData;
        _hasParameters = key.EncodedParameters?.RawData is { Length: > 0 };
    }

    public static PlatformKey Of(RSA rsa) => new(rsa, null);

    public static PlatformKey Of(ECDsa ec) => new(null, ec);

    public static PlatformKey Of(PublicKey key)
    {
        using RSA? rsa = key.GetRSAPublicKey();
        using ECDsa? ec = key.GetECDsaPublicKey();
        return new PlatformKey(key, rsa, ec);
    }

    /// <summary>Calls the platform. Null when it cannot read the key or does not give its public parameters away.</summary>
    public static PlatformKey? Read<T>(T source, Func<T, PlatformKey?> read)
        where T : allows ref struct
    {
        try
        {
            return read(source);
        }
        catch (Exception thrown) when (thrown is CryptographicException or NotSupportedException or NotImplementedException)
        {
            // Not that structure, a key that the platform refuses, or an object that exports nothing.
            return null;
        }
    }

    /// <summary>The key, or null and the reason.</summary>
    /// <param name="key">What the platform read, or null.</param>
    /// <param name="refusal">Why there is no key.</param>
    public static KeyMaterial? Import(PlatformKey? key, out string? refusal)
    {
        if (key?._rsa is RSAParameters rsa)
        {
            return RsaKeyImport.Import(rsa.Modulus, rsa.Exponent, out refusal);
        }

        if (key?._ec is ECParameters ec && !ec.Curve.IsNamed)
        {
            // RFC 5480 section 2.1.1: the curve is named. Parameters that only resemble a known curve let anyone make
            // a key pair for a given public point (CVE-2020-0601).
            refusal = "its curve is given by parameters, not by name.";
            return null;
        }

        if (key?._ec is ECParameters { Q: ECPoint point } named && EcCurve.Find(named.Curve) is EcCurve curve)
        {
            return EcKeyImport.Import(curve, point.X, point.Y, out refusal);
        }

        return ImportOctets(key, out refusal);
    }

    // RFC 8410 section 3, RFC 9881 section 2: the object identifier says everything; parameters must not be there.
    private static KeyMaterial? ImportOctets(PlatformKey? key, out string? refusal)
    {
        MLDsaParameters? parameters = MLDsaParameters.FindOid(key?._oid);
        if (key is { _hasParameters: true } && (key._oid == Ed25519 || parameters is not null))
        {
            refusal = "its algorithm identifier has parameters, which its type forbids.";
            return null;
        }

        if (key?._oid == Ed25519)
        {
            return Ed25519PublicKey.TryCreate(key._octets, out refusal);
        }

        if (key is not null && parameters is not null)
        {
            return MLDsaKeyImport.Import(parameters, key._octets, out refusal);
        }

        refusal = key?._oid switch
        {
            RsassaPss => "it is an RSASSA-PSS key, bound to parameters of its own; give it as a plain RSA key.",
            X25519 => "it is an X25519 key, which agrees on keys and signs nothing.",
            X448 => "it is an X448 key, which agrees on keys and signs nothing.",
            Ed448 => "it is an Ed448 key, which is not supported.",
            _ => "it is not an RSA key, an EC key on P-256, P-384 or P-521, an Ed25519 or an ML-DSA key.",
        };
        return null;
    }
}
