using System.Buffers.Text;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace JwtCore.Tests.Support;

/// <summary>Keys that are octets of a fixed length, whose type is an object identifier alone: Ed25519 and its kin, and ML-DSA.</summary>
internal static class OctetKeys
{
    public const string X25519 = "1.3.101.110";
    public const string X448 = "1.3.101.111";
    public const string Ed25519 = "1.3.101.112";
    public const string Ed448 = "1.3.101.113";
    public const string MLDsa44 = "2.16.840.1.101.3.4.3.17";

    public static byte[] Public(JwtAlgorithm algorithm) => Base64Url.DecodeFromChars((string)Jwk(algorithm)[algorithm < JwtAlgorithm.MLDsa44 ? "x" : "pub"]!);

    public static JsonObject Jwk(JwtAlgorithm algorithm) => Tokens.Pair(algorithm).ToJwk();

    /// <summary>SubjectPublicKeyInfo (RFC 8410 section 4).</summary>
    /// <param name="oid">The type.</param>
    /// <param name="key">The octets.</param>
    /// <param name="hasParameters">With parameters, NULL, in the identifier, where none belong.</param>
    public static byte[] Spki(string oid, byte[] key, bool hasParameters = false)
    {
        System.Formats.Asn1.AsnWriter writer = new(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(oid);
                if (hasParameters)
                {
                    writer.WriteNull();
                }
            }

            writer.WriteBitString(key);
        }

        return writer.Encode();
    }

    public static string Pem(byte[] spki) => System.Security.Cryptography.PemEncoding.WriteString("PUBLIC KEY", spki);

    public static X509Certificate2 Certificate(byte[] spki) => PublicKeys.Certificate(PublicKey.CreateFromSubjectPublicKeyInfo(spki, out _));
}
