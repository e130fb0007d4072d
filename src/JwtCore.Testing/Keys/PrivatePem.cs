using System.Security.Cryptography;

namespace JwtCore.Testing;

/// <summary>Reads a private key from PEM (RFC 7468).</summary>
internal static class PrivatePem
{
    private const string NoKey = "it is not an RSA key, an EC key on P-256, P-384 or P-521, an Ed25519 key, or an ML-DSA key with its seed on a system that has ML-DSA.";

    public static TestKeyPair Read(ReadOnlySpan<char> pem, JwtAlgorithm? algorithm, string? keyId)
    {
        (string label, byte[] der) = FindPrivateKey(pem);
        RSA? rsa = label is "EC PRIVATE KEY" ? null : ImportRsa(der, isPkcs8: label is "PRIVATE KEY");
        if (rsa is not null)
        {
            return PrivateKeys.Checked(new TestKeyPair(algorithm ?? throw new AlgorithmNeededException("PEM key", "several algorithms fit an RSA key"), keyId, new RsaSigningKey(rsa)), "PEM key");
        }

        if (label is "PRIVATE KEY" && OctetKey.Read(der) is OctetKey octets)
        {
            SigningKey? key = (SigningKey?)Ed25519SigningKey.Read(octets) ?? MLDsaSigningKey.Read(octets);
            return key switch
            {
                Ed25519SigningKey => Fitting(JwtAlgorithm.EdDSA, JwtAlgorithm.Ed25519, algorithm, keyId, key),
                MLDsaSigningKey mldsa => Fitting(mldsa.Algorithm, null, algorithm, keyId, key),
                _ => throw Refused(NoKey),
            };
        }

        ECDsa? ecdsa = label is "RSA PRIVATE KEY" ? null : ImportEc(der, isPkcs8: label is "PRIVATE KEY");
        JwtAlgorithm only = PrivateKeys.AlgorithmOf(ecdsa?.ExportParameters(false).Curve)
            ?? throw Refused(NoKey);
        return Fitting(only, null, algorithm, keyId, new EcSigningKey(ecdsa!));
    }

    // What fits is one algorithm, or one with a second name.
    private static TestKeyPair Fitting(JwtAlgorithm only, JwtAlgorithm? otherName, JwtAlgorithm? asked, string? keyId, SigningKey key) =>
        asked is null || asked == only || asked == otherName
            ? PrivateKeys.Checked(new TestKeyPair(asked ?? only, keyId, key), "PEM key")
            : throw Refused($"its type, curve or size does not fit the algorithm {asked.Value.ToName()}.");

    // Some tools write the curve's parameters, or the certificate, into the same file.
    private static (string Label, byte[] Der) FindPrivateKey(ReadOnlySpan<char> pem)
    {
        (string Label, byte[] Der)? found = null;
        string? other = null;
        while (PemEncoding.TryFind(pem, out PemFields fields))
        {
            string label = pem[fields.Label].ToString();
            if (label is "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY")
            {
                byte[] der = new byte[fields.DecodedDataLength];
                _ = Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out _);
                found = found is null ? (label, der) : throw Refused("it holds more than one private key.");
            }

            other ??= label;
            pem = pem[fields.Location.End..];
        }

        return found ?? throw Refused(other switch
        {
            null => "there is no PEM block in it.",
            "ENCRYPTED PRIVATE KEY" => "it is encrypted; only unencrypted keys are read.",
            "PUBLIC KEY" or "RSA PUBLIC KEY" or "CERTIFICATE" => "it is a public key; signing takes the private key.",
            _ => "its label is not PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY.",
        });
    }

    private static RSA? ImportRsa(byte[] der, bool isPkcs8) => PrivateKeys.Import(() =>
    {
        RSA rsa = RSA.Create();
        if (isPkcs8)
        {
            rsa.ImportPkcs8PrivateKey(der, out _);
        }
        else
        {
            rsa.ImportRSAPrivateKey(der, out _);
        }

        return rsa;
    });

    private static ECDsa? ImportEc(byte[] der, bool isPkcs8) => PrivateKeys.Import(() =>
    {
        ECDsa ecdsa = ECDsa.Create();
        if (isPkcs8)
        {
            ecdsa.ImportPkcs8PrivateKey(der, out _);
        }
        else
        {
            ecdsa.ImportECPrivateKey(der, out _);
        }

        return ecdsa;
    });

    private static FormatException Refused(string reason) => PrivateKeys.Refused("PEM key", reason);
}
