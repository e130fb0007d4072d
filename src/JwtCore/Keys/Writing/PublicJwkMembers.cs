using System.Buffers.Text;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>What a public key is made of as members of a JWK, <c>kty</c> and <c>alg</c> aside (RFC 7518 sections 6.2.1 and 6.3.1, RFC 8037 section 2, RFC 9964 section 3).</summary>
internal static class PublicJwkMembers
{
    public const string Ed25519Curve = "Ed25519";

    /// <summary>Names and values in the RFC's order, or null for a shared secret. None of them needs escapes in JSON.</summary>
    public static (string Name, string Value)[]? Of(KeyMaterial material) => material switch
    {
        RsaPublicKey rsa => [("n", Base64Url.EncodeToString(rsa.Modulus)), ("e", Base64Url.EncodeToString(rsa.Exponent))],
        EcPublicKey ec => [("crv", ec.Curve.Name), ("x", Base64Url.EncodeToString(ec.X)), ("y", Base64Url.EncodeToString(ec.Y))],
        Ed25519PublicKey ed25519 => [("crv", Ed25519Curve), ("x", Base64Url.EncodeToString(ed25519.X))],
        MLDsaPublicKey mldsa => [("pub", Base64Url.EncodeToString(mldsa.Key))],
        _ => null,
    };
}
