using System.Text.Json;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>Reads the members of a JWK that belong to its type (RFC 7518 section 6). Private members are not looked at.</summary>
internal static class JwkMaterialReader
{
    /// <summary>The material, or null and the reason.</summary>
    /// <param name="jwk">A JSON object that passed the strict gate.</param>
    /// <param name="refusal">Why there is none.</param>
    public static KeyMaterial? Read(JsonElement jwk, out string? refusal)
    {
        switch (jwk.GetText("kty"u8))
        {
            case "RSA":
                return ReadRsa(jwk, out refusal);
            case "EC":
                return ReadEc(jwk, out refusal);
            case "oct":
                return ReadSecret(jwk, out refusal);
            default:
                refusal = "kty is not RSA, EC or oct.";
                return null;
        }
    }

    // RFC 7518 section 6.3.1.
    private static RsaPublicKey? ReadRsa(JsonElement jwk, out string? refusal) =>
        jwk.GetPublicBytes("n", out refusal) is byte[] modulus && jwk.GetPublicBytes("e", out refusal) is byte[] exponent
            ? RsaKeyImport.Import(modulus, exponent, out refusal)
            : null;

    // RFC 7518 section 6.2.1.
    private static EcPublicKey? ReadEc(JsonElement jwk, out string? refusal)
    {
        EcCurve? curve = jwk.GetText("crv"u8) is string name ? EcCurve.Find(name) : null;
        if (curve is null)
        {
            refusal = "crv is not P-256, P-384 or P-521.";
            return null;
        }

        return jwk.GetPublicBytes("x", out refusal) is byte[] x && jwk.GetPublicBytes("y", out refusal) is byte[] y
            ? EcKeyImport.Import(curve, x, y, out refusal)
            : null;
    }

    // RFC 7518 section 6.4.1.
    private static SharedSecret? ReadSecret(JsonElement jwk, out string? refusal)
    {
        if (!jwk.TryGetSecretBytes("k"u8, out byte[]? secret))
        {
            refusal = "k is missing, empty or not canonical base64url.";
            return null;
        }

        refusal = SecretCheck.Refuse(secret);
        return refusal is null ? new SharedSecret(secret) : null;
    }
}
