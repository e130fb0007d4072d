using System.Security.Cryptography;

namespace JwtCore.Keys;

/// <summary>The parameters of a public key in DER, read by the platform.</summary>
internal sealed class DerKey
{
    private DerKey(RSAParameters? rsa, ECParameters? ec)
    {
        Rsa = rsa;
        Ec = ec;
    }

    public RSAParameters? Rsa { get; }

    public ECParameters? Ec { get; }

    public static DerKey? From(RSA? rsa, ECDsa? ec) =>
        rsa is not null ? new DerKey(rsa.ExportParameters(false), null)
        : ec is not null ? new DerKey(null, ec.ExportParameters(false))
        : null;
}
