using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>Reads a public key from PEM (RFC 7468).</summary>
internal static class PemReader
{
    private const string Certificate = "CERTIFICATE";

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
        PlatformKey? key;
        switch (label)
        {
            case "PUBLIC KEY":
                key = DerReader.ReadPublicKey(der);
                break;
            case "RSA PUBLIC KEY":
                key = DerReader.ReadRsaPublicKey(der);
                break;
            case Certificate:
                key = DerReader.ReadCertificate(der);
                break;
            default:
                refusal = "its label is not PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE.";
                return null;
        }

        refusal = RefuseRest(pem[fields.Location.End..], isChain: label is Certificate);
        return refusal is null ? PlatformKey.Import(key, out refusal) : null;
    }

    // Only a certificate may be followed by something: by the certificates of its issuers, never by a private key.
    private static string? RefuseRest(ReadOnlySpan<char> rest, bool isChain)
    {
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            if (!isChain)
            {
                return "it holds more than one PEM block.";
            }

            if (rest[fields.Label] is not Certificate)
            {
                return "it holds more than certificates.";
            }

            rest = rest[fields.Location.End..];
        }

        return null;
    }
}
