using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>
/// Refuses a shared secret that is a public key in some encoding: whoever knows the public key could sign (RFC 8725
/// section 2.1). The length of a secret is judged by the algorithm.
/// </summary>
internal static class SecretCheck
{
    private static readonly string[] Marks =
        ["ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-nistp", "BEGIN SSH2 PUBLIC KEY", "AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNh", "<RSAKeyValue", "<ECDSAKeyValue"];

    // White space, quotes, the byte order mark, and what is left of one in UTF-16.
    private static readonly char[] Around = [' ', '\t', '\r', '\n', '"', '\'', '`', '\uFEFF', '\uFFFD'];

    // A key text comes wrapped at most so often: a byte order mark, quotes and escapes around base64 of a PEM with its own.
    private const int MostLayers = 6;

    /// <summary>Why the secret is refused, or null. No list of encodings is complete: the types of keys are the defence.</summary>
    public static string? Refuse(ReadOnlySpan<byte> secret) =>
        IsPublicKey(secret, MostLayers) || IsPublicKey(KeyText.Unwrap(secret), MostLayers)
            ? "it is a key in PEM, DER, JWK, OpenSSH or point encoding, not a shared secret."
            : null;

    // Only the check unwraps; a secret that passes is used byte for byte.
    private static bool IsPublicKey(ReadOnlySpan<byte> secret, int layers)
    {
        if (secret.IsEmpty || layers == 0)
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(secret).Replace("\0", "", StringComparison.Ordinal).Trim(Around);
        if (IsDer(secret) || IsPoint(secret) || IsText(text))
        {
            return true;
        }

        // A replacement character within shows that it is no text.
        byte[] unwrapped = text.Contains('\uFFFD') ? [] : Encoding.UTF8.GetBytes(Unescape(text));
        return secret.SequenceEqual(unwrapped)
            ? IsPublicKey(DecodeBase64(secret), layers - 1) || IsPublicKey(DecodeHex(secret), layers - 1)
            : IsPublicKey(unwrapped, layers - 1);
    }

    // Text in UTF-8 or UTF-16: PEM (RFC 7468), OpenSSH (RFC 4253 section 6.6, RFC 4716), the XML of .NET, JWK or JWK Set (RFC 7517).
    private static bool IsText(string text) =>
        text.Contains("-----BEGIN ", StringComparison.Ordinal)
        || Array.Exists(Marks, mark => text.Contains(mark, StringComparison.Ordinal))
        || (text is [('{' or '['), ..] && text.Contains("\"kty\"", StringComparison.Ordinal));

    // The escapes of JSON (RFC 8259 section 7), which environment files use too; any other backslash stays.
    private static string Unescape(string text)
    {
        StringBuilder result = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char next = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] : '\0';
            if (next == 'u' && i + 5 < text.Length && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
            {
                result.Append((char)unit);
                i += 5;
                continue;
            }

            char? plain = next switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '"' or '\\' or '/' => next, _ => null };
            result.Append(plain ?? text[i]);
            i += plain is null ? 0 : 1;
        }

        return result.ToString();
    }

    // A SEQUENCE is worth a closer look, whatever follows it. A key of a type that cannot verify here is one too.
    private static bool IsDer(ReadOnlySpan<byte> secret)
    {
        ReadOnlySpan<byte> der = secret[..SequenceLength(secret)];
        return !der.IsEmpty && (DerReader.ReadPublicKey(der) ?? DerReader.ReadCertificate(der) ?? DerReader.ReadRsaPublicKey(der)) is not null;
    }

    // The length of the SEQUENCE at the start, its tag and length included (ITU-T X.690 section 8.1.3), or 0.
    private static int SequenceLength(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < 2 || secret[0] != 0x30)
        {
            return 0;
        }

        int header = 2;
        int length = secret[1];
        if (length > 0x80)
        {
            header += length & 0x7F;
            length = header <= 4 && secret.Length >= header ? secret[2..header].ToArray().Aggregate(0, (value, next) => (value << 8) | next) : secret.Length;
        }

        return header + length <= secret.Length ? header + length : 0;
    }

    // Either alphabet, padded or not, in lines or in one: as consoles show a key, and as environments carry one.
    private static byte[] DecodeBase64(ReadOnlySpan<byte> secret)
    {
        byte[] text = secret.ToArray();
        text.AsSpan().Replace((byte)'+', (byte)'-');
        text.AsSpan().Replace((byte)'/', (byte)'_');
        byte[] decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromUtf8(text, decoded, out _, out int written) == OperationStatus.Done ? decoded[..written] : [];
    }

    private static byte[] DecodeHex(ReadOnlySpan<byte> secret)
    {
        byte[] decoded = new byte[secret.Length / 2];
        return Convert.FromHexString(secret, decoded, out _, out _) == OperationStatus.Done ? decoded : [];
    }

    // SEC 1 section 2.3.3: 04, then both coordinates. An ML-DSA key has no mark but its length (FIPS 204 table 2), which no secret
    // needs. The 32 bytes of an Ed25519 key cannot be told from a secret: every second one is a point.
    private static bool IsPoint(ReadOnlySpan<byte> secret)
    {
        if (MLDsaParameters.IsPublicKeySize(secret.Length))
        {
            return true;
        }

        if (secret.IsEmpty || secret[0] != 4)
        {
            return false;
        }

        EcCurve? curve = secret.Length switch { 65 => EcCurve.P256, 97 => EcCurve.P384, 133 => EcCurve.P521, _ => null };
        return curve is not null && curve.Contains(secret.Slice(1, curve.FieldSize), secret[(1 + curve.FieldSize)..]);
    }
}
