using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>A public key as the platform read it: a copy of its parameters, or none when its type is not supported.</summary>
internal sealed class PlatformKey
{
    // RFC 4055 section 1.2.
    private const string RsassaPss = "1.2.840.113549.1.1.10";

    private readonly RSAParameters? _rsa;
    private readonly ECParameters? _ec;
    private readonly bool _isForPssOnly;

    private PlatformKey(RSA? rsa, ECDsa? ec, bool isForPssOnly = false)
    {
        _rsa = rsa?.ExportParameters(includePrivateParameters: false);
        _ec = ec?.ExportParameters(includePrivateParameters: false);
        _isForPssOnly = isForPssOnly;
    }

    public static PlatformKey Of(RSA rsa) => new(rsa, null);

    public static PlatformKey Of(ECDsa ec) => new(null, ec);

    public static PlatformKey Of(PublicKey key)
    {
        using RSA? rsa = key.GetRSAPublicKey();
        using ECDsa? ec = key.GetECDsaPublicKey();
        return new PlatformKey(rsa, ec, key.Oid.Value == RsassaPss);
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

        refusal = key is { _isForPssOnly: true }
            ? "it is an RSASSA-PSS key, bound to parameters of its own; give it as a plain RSA key."
            : "it is not an RSA key, nor an EC key on P-256, P-384 or P-521.";
        return null;
    }
}
