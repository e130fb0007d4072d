using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>Reads a public key from PEM (RFC 7468).</summary>
internal static class PemReader
{
    /// <summary>The key, or null and the reason.</summary>
    public static KeyMaterial? Read(ReadOnlySpan<char> pem, out string? refusal)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields))
        {
            refusal = "there is no PEM block in it.";
            return null;
        }

        ReadOnlySpan<char> label = pem[fields.Label];
        if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
        {
            refusal = "it is a private key; verification takes the public key.";
            return null;
        }

        byte[] der = new byte[fields.DecodedDataLength];
        Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out _);
        DerKey? key;
        switch (label)
        {
            case "PUBLIC KEY":
                key = DerReader.ReadPublicKey(der);
                break;
            case "RSA PUBLIC KEY":
                key = DerReader.ReadRsaPublicKey(der);
                break;
            case "CERTIFICATE":
                key = DerReader.ReadCertificate(der);
                break;
            default:
                refusal = "its label is not PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE.";
                return null;
        }

        if (label is not "CERTIFICATE" && PemEncoding.TryFind(pem[fields.Location.End..], out _))
        {
            refusal = "it holds more than one PEM block.";
            return null;
        }

        return Import(key, out refusal);
    }

    private static KeyMaterial? Import(DerKey? key, out string? refusal)
    {
        if (key?.Rsa is RSAParameters rsa)
        {
            return RsaKeyRules.Import(rsa.Modulus, rsa.Exponent, out refusal);
        }

        EcCurve? curve = key?.Ec is ECParameters parameters ? EcCurve.Find(parameters.Curve) : null;
        if (curve is null)
        {
            refusal = "it is not an RSA key, nor an EC key on P-256, P-384 or P-521.";
            return null;
        }

        ECPoint point = key!.Ec!.Value.Q;
        return EcKeyRules.Import(curve, point.X!, point.Y!, out refusal);
    }
}
