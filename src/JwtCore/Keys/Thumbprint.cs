using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>The SHA-256 thumbprint of a public key (RFC 7638, RFC 8037 section 2, RFC 9964 section 3).</summary>
internal static class Thumbprint
{
    /// <summary>The thumbprint in base64url, or null for a shared secret, which its hash could give away (section 7).</summary>
    public static string? Of(KeyMaterial material)
    {
        if (PublicJwkMembers.Of(material) is not { } members)
        {
            return null;
        }

        // Sections 3 and 3.3: the required members alone, in the order of their names, without space and escapes.
        (string, string)[] required = material is MLDsaPublicKey mldsa ? [.. members, ("kty", mldsa.KeyType), ("alg", mldsa.Parameters.Id.ToName())] : [.. members, ("kty", material.KeyType)];
        IEnumerable<string> sorted = required
            .OrderBy(member => member.Item1, StringComparer.Ordinal)
            .Select(member => $"\"{member.Item1}\":\"{member.Item2}\"");
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"{{{string.Join(',', sorted)}}}")));
    }
}
