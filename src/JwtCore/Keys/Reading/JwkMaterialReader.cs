using System.Text.Json;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>Reads the members of a JWK that belong to its type (RFC 7518 section 6, RFC 8037 section 2, RFC 9964 section 3). Private members are not looked at.</summary>
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
            case "OKP":
                return ReadOctetKeyPair(jwk, out refusal);
            case "AKP":
                return ReadAlgorithmKeyPair(jwk, out refusal);
            case "oct":
                return ReadSecret(jwk, out refusal);
            default:
                refusal = "kty is not RSA, EC, OKP, AKP or oct.";
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

    // RFC 8037 section 2. The message names a curve that is known, and quotes nothing else of the key.
    private static Ed25519PublicKey? ReadOctetKeyPair(JsonElement jwk, out string? refusal)
    {
        refusal = jwk.GetText("crv"u8) switch
        {
            PublicJwkMembers.Ed25519Curve => null,
            "X25519" => "crv is X25519, which agrees on keys and signs nothing.",
            "X448" => "crv is X448, which agrees on keys and signs nothing.",
            "Ed448" => "crv is Ed448, which is not supported; of kty OKP only Ed25519 is.",
            _ => "crv is not Ed25519.",
        };
        return refusal is null && jwk.GetPublicBytes("x", out refusal) is byte[] x ? Ed25519PublicKey.TryCreate(x, out refusal) : null;
    }

    // RFC 9964 section 3: such a key always names its algorithm.
    private static MLDsaPublicKey? ReadAlgorithmKeyPair(JsonElement jwk, out string? refusal)
    {
        if ((jwk.GetText("alg"u8) is string name ? MLDsaParameters.FindName(name) : null) is not MLDsaParameters parameters)
        {
            refusal = "alg is not ML-DSA-44, ML-DSA-65 or ML-DSA-87, one of which a key of kty AKP must name.";
            return null;
        }

        return jwk.GetPublicBytes("pub", out refusal) is byte[] key ? MLDsaKeyImport.Import(parameters, key, out refusal) : null;
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
