using System.Security.Cryptography;

namespace JwtCore.Tests.Support;

/// <summary>An ECDSA object of some other provider; without parameters it does not export them, as the base class.</summary>
internal sealed class ForeignECDsa(ECParameters? parameters) : ECDsa
{
    public override ECParameters ExportParameters(bool includePrivateParameters) =>
        includePrivateParameters ? throw new CryptographicException("The private key never leaves the device.")
        : parameters ?? base.ExportParameters(false);

    public override byte[] SignHash(byte[] hash) => throw new NotSupportedException();

    public override bool VerifyHash(byte[] hash, byte[] signature) => throw new NotSupportedException();
}
