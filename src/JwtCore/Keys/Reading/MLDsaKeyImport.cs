using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>What an ML-DSA public key must be (FIPS 204 section 5, RFC 9964 section 3), and that the platform has ML-DSA.</summary>
internal static class MLDsaKeyImport
{
    /// <summary>The key, or null and the reason.</summary>
    public static MLDsaPublicKey? Import(MLDsaParameters parameters, ReadOnlySpan<byte> key, out string? refusal)
    {
        refusal = key.Length != parameters.PublicKeySize ? $"the {parameters.Id.ToName()} key has {key.Length} bytes; it needs {parameters.PublicKeySize}."
            : MLDsaParameters.Missing is string missing ? $"this system cannot verify its algorithm: {missing}"
            : null;
        if (refusal is not null)
        {
            return null;
        }

        try
        {
            return new MLDsaPublicKey(parameters, key.ToArray());
        }
        catch (Exception thrown) when (thrown is CryptographicException or NotSupportedException)
        {
            // The platform may be stricter still.
            refusal = "the platform refuses the ML-DSA key.";
            return null;
        }
    }
}
