using System.Security.Cryptography;

namespace JwtCore.Tests.Support;

/// <summary>An RSA object of some other provider, as for a key in hardware: it gives its public parameters away and nothing else.</summary>
internal sealed class ForeignRsa(RSAParameters parameters) : RSA
{
    public override RSAParameters ExportParameters(bool includePrivateParameters) =>
        includePrivateParameters ? throw new CryptographicException("The private key never leaves the device.") : parameters;

    public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();
}
