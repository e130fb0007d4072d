using System.Formats.Asn1;
using System.Security.Cryptography;

namespace JwtCore.Testing;

/// <summary>
/// A key of a type that its object identifier alone names, and whose octets are the key: Ed25519 (RFC 8410) and ML-DSA (RFC 9881),
/// as SubjectPublicKeyInfo and PKCS#8 write it.
/// </summary>
/// <param name="Oid">The type.</param>
/// <param name="Private">The content of the private key, in DER.</param>
/// <param name="Public">The public key, where the structure has one (RFC 5958 section 2).</param>
internal sealed record OctetKey(string Oid, byte[] Private, byte[]? Public)
{
    /// <summary>SubjectPublicKeyInfo in PEM.</summary>
    public static string PublicPem(string oid, ReadOnlySpan<byte> key)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteIdentifier(writer, oid);
            writer.WriteBitString(key);
        }

        return PemEncoding.WriteString("PUBLIC KEY", writer.Encode());
    }

    /// <summary>PKCS#8 in PEM.</summary>
    /// <param name="oid">The type.</param>
    /// <param name="seed">The private key.</param>
    /// <param name="tag">Its tag.</param>
    public static string PrivatePem(string oid, ReadOnlySpan<byte> seed, Asn1Tag tag)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteIdentifier(writer, oid);
            using (writer.PushOctetString())
            {
                writer.WriteOctetString(seed, tag);
            }
        }

        return PemEncoding.WriteString("PRIVATE KEY", writer.Encode());
    }

    /// <summary>Reads PKCS#8. Null when it is not that structure, or its type has parameters.</summary>
    public static OctetKey? Read(byte[] der)
    {
        try
        {
            AsnReader reader = new(der, AsnEncodingRules.DER);
            AsnReader structure = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            _ = structure.ReadInteger();
            AsnReader identifier = structure.ReadSequence();
            string oid = identifier.ReadObjectIdentifier();
            identifier.ThrowIfNotEmpty();
            byte[] content = structure.ReadOctetString();
            if (structure.HasData && structure.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                // Attributes.
                structure.ReadEncodedValue();
            }

            byte[]? publicKey = structure.HasData ? structure.ReadBitString(out _, new Asn1Tag(TagClass.ContextSpecific, 1)) : null;
            structure.ThrowIfNotEmpty();
            return new OctetKey(oid, content, publicKey);
        }
        catch (AsnContentException)
        {
            // Not that structure.
            return null;
        }
    }

    private static void WriteIdentifier(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
        }
    }
}
