using System.Buffers.Text;
using System.Formats.Asn1;
using System.Text;

namespace JwtCore.Testing;

/// <summary>Signatures that do not sign the token, or not in the form of RFC 7518 section 3.</summary>
internal static class BadSignatures
{
    public static IEnumerable<BadToken> Make(Forger forger)
    {
        byte[] signature = Base64Url.DecodeFromChars(forger.Segments[2]);
        return forger.Pair.Algorithm switch
        {
            <= JwtAlgorithm.HS512 => [.. Common(forger, signature), .. Hmac(forger)],
            >= JwtAlgorithm.ES256 and <= JwtAlgorithm.ES512 => [.. Common(forger, signature), .. Ecdsa(forger, signature)],
            JwtAlgorithm.EdDSA or JwtAlgorithm.Ed25519 => [.. Common(forger, signature), .. BadEdwardsSignatures.Make(forger, signature)],
            JwtAlgorithm.MLDsa44 or JwtAlgorithm.MLDsa65 or JwtAlgorithm.MLDsa87 => [.. Common(forger, signature), .. BadLatticeSignatures.Make(forger)],
            _ => [.. Common(forger, signature), .. Rsa(forger, signature.Length)],
        };
    }

    private static IEnumerable<BadToken> Common(Forger forger, byte[] signature)
    {
        string text = forger.Segments[2];
        string other = Forger.Encode(forger.Payload[..^1] + ",\"admin\":true}");
        string otherHeader = Forger.Encode(forger.HeaderWith("x", "1"));
        string input = $"{forger.Segments[0]}.{forger.Segments[1]}";

        yield return forger.WithSignature("no signature", "");
        yield return forger.WithSignature("signature with its first bit flipped", Flip(signature, 0, 0x80));
        yield return forger.WithSignature("signature with its last bit flipped", Flip(signature, signature.Length - 1, 1));
        yield return forger.WithSignature("signature with a bit flipped in the middle", Flip(signature, signature.Length / 2, 0x10));
        yield return forger.WithSignature("signature without its last byte", signature.AsSpan(..^1));
        yield return forger.WithSignature("signature without its first byte", signature.AsSpan(1));
        yield return forger.WithSignature("first half of the signature", signature.AsSpan(..(signature.Length / 2)));
        yield return forger.WithSignature("first byte of the signature", signature.AsSpan(..1));
        yield return forger.WithSignature("signature with a zero byte behind it", [.. signature, 0]);
        yield return forger.WithSignature("signature with a zero byte before it", [0, .. signature]);
        yield return forger.WithSignature("signature twice", [.. signature, .. signature]);
        yield return forger.WithSignature("signature of zero bytes", new byte[signature.Length]);
        yield return forger.WithSignature("signature of ones", Repeat(0xFF, signature.Length));
        yield return forger.WithSignature("signature of impossible length", text[..((text.Length / 4 * 4) - 3)]);
        yield return forger.WithSignature("signature of 8,192 characters", new string('A', 8_192));
        yield return forger.WithSignature("signature in hexadecimal", Convert.ToHexStringLower(signature));
        yield return forger.WithSignature("signature over the payload alone", forger.Pair.SignBytes(Encoding.ASCII.GetBytes(forger.Segments[1])));
        yield return forger.WithSignature("signature over the decoded segments", forger.Pair.SignBytes(Encoding.UTF8.GetBytes($"{forger.Header}.{forger.Payload}")));
        yield return forger.WithSignature("signature over a dot more", forger.Pair.SignBytes(Encoding.ASCII.GetBytes(input + ".")));
        yield return new("payload changed after signing", $"{forger.Segments[0]}.{other}.{text}", VerifyError.SignatureInvalid);
        yield return new("header changed after signing", $"{otherHeader}.{forger.Segments[1]}.{text}", VerifyError.SignatureInvalid);
        if (signature.Length % 3 != 0)
        {
            yield return forger.WithSignature("signature with trailing bits", Forger.WithOtherTrailingBits(text));
        }
    }

    private static IEnumerable<BadToken> Hmac(Forger forger)
    {
        yield return Guessed("an empty secret", []);
        yield return Guessed("the secret 'secret'", "secret"u8.ToArray());
        yield return Guessed("the key id as secret", Encoding.UTF8.GetBytes(forger.Pair.KeyId ?? "kid"));
        yield return Guessed("the secret's base64url as secret", Encoding.ASCII.GetBytes((string)forger.Pair.ToJwk()["k"]!));

        BadToken Guessed(string name, byte[] secret) =>
            new("signed with " + name, TestKeyPair.FromSecret(secret, forger.Pair.Algorithm).Sign(forger.Header, forger.Payload), VerifyError.SignatureInvalid);
    }

    private static IEnumerable<BadToken> Rsa(Forger forger, int length)
    {
        byte[] modulus = Base64Url.DecodeFromChars((string)forger.Pair.ToJwk()["n"]!);
        byte[] lessOne = [.. modulus[..^1], (byte)(modulus[^1] - 1)];

        yield return forger.WithSignature("signature 1", [.. new byte[length - 1], 1]);
        yield return forger.WithSignature("signature n", modulus);
        yield return forger.WithSignature("signature n - 1", lessOne);
        foreach (JwtAlgorithm other in Enum.GetValues<JwtAlgorithm>().Where(other => other is > JwtAlgorithm.HS512 and < JwtAlgorithm.ES256 && other != forger.Pair.Algorithm))
        {
            yield return forger.WithSignature($"signature by {other}", SignedBy(forger, other));
        }
    }

    private static IEnumerable<BadToken> Ecdsa(Forger forger, byte[] signature)
    {
        int half = signature.Length / 2;
        (byte[] r, byte[] s) = (signature[..half], signature[half..]);
        byte[] zero = new byte[half];
        byte[] one = [.. zero[1..], 1];
        byte[] order = Order(forger.Pair.Algorithm);

        yield return Pair("r is 0", zero, s);
        yield return Pair("s is 0", r, zero);
        yield return Pair("r and s are 1", one, one);
        yield return Pair("r is n", order, s);
        yield return Pair("s is n", r, order);
        yield return Pair("r and s are n", order, order);
        yield return Pair("r is 0, s is 1", zero, one);
        yield return Pair("r is 1, s is 0", one, zero);
        yield return Pair("r and s exchanged", s, r);
        yield return Pair("r twice", r, r);
        yield return forger.WithSignature("signature in DER", Der(r, s));
        yield return forger.WithSignature("signature in DER, cut to length", Der(r, s).AsSpan(..signature.Length));
        foreach (JwtAlgorithm other in Enum.GetValues<JwtAlgorithm>().Where(other => other is >= JwtAlgorithm.ES256 and <= JwtAlgorithm.ES512 && other != forger.Pair.Algorithm))
        {
            yield return forger.WithSignature($"signature with the hash of {other}", SignedBy(forger, other));
        }

        BadToken Pair(string name, byte[] first, byte[] second) => forger.WithSignature(name, [.. first, .. second]);
    }

    // The same key and the same bytes, with the padding or the hash of another algorithm.
    private static byte[] SignedBy(Forger forger, JwtAlgorithm other) =>
        forger.Pair.With(other, null).SignBytes(Encoding.ASCII.GetBytes($"{forger.Segments[0]}.{forger.Segments[1]}"));

    // RFC 7518 section 3.4 has r and s side by side; other protocols have this.
    private static byte[] Der(byte[] r, byte[] s)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(r.AsSpan().TrimStart((byte)0));
            writer.WriteIntegerUnsigned(s.AsSpan().TrimStart((byte)0));
        }

        return writer.Encode();
    }

    // FIPS 186-5: the order n of P-256, P-384 and P-521.
    private static byte[] Order(JwtAlgorithm algorithm) => Convert.FromHexString(algorithm switch
    {
        JwtAlgorithm.ES256 => "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        JwtAlgorithm.ES384 => "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
        _ => "01FF" + new string('F', 64) + "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
    });

    private static byte[] Flip(byte[] bytes, int index, byte bit)
    {
        byte[] flipped = [.. bytes];
        flipped[index] ^= bit;
        return flipped;
    }

    private static byte[] Repeat(byte value, int length) => [.. Enumerable.Repeat(value, length)];
}
