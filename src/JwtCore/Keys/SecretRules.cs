using System.Buffers.Text;
using System.Text.Json;
using JwtCore.Algorithms;
using JwtCore.Text;

namespace JwtCore.Keys;

/// <summary>
/// Refuses a shared secret that is a public key in some encoding: whoever knows the public key could sign (RFC 8725
/// section 2.1). The length of a secret is judged by the algorithm.
/// </summary>
internal static class SecretRules
{
    /// <summary>Why the secret is refused, or null.</summary>
    public static string? Refuse(ReadOnlySpan<byte> secret) =>
        IsPem(secret) || IsOpenSsh(secret) || IsJwk(secret) || IsDer(secret) || IsBase64Der(secret) || IsPoint(secret)
            ? "it is a key in PEM, DER, JWK, OpenSSH or point encoding, not a shared secret."
            : null;

    private static bool IsPem(ReadOnlySpan<byte> secret) => secret.IndexOf("-----BEGIN "u8) >= 0;

    // RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4.
    private static bool IsOpenSsh(ReadOnlySpan<byte> secret) =>
        secret.StartsWith("ssh-rsa "u8) || secret.StartsWith("ssh-ed25519 "u8) || secret.StartsWith("ecdsa-sha2-"u8);

    private static bool IsJwk(ReadOnlySpan<byte> secret)
    {
        JsonMembers members = default;
        bool isObject = StrictJson.CheckObject(secret, Limits.DeepestJson, ref members) == JsonFlaw.None;
        members.Release();
        return isObject && JsonElement.Parse(secret) is JsonElement json
            && (json.TryGetProperty("kty"u8, out _) || json.TryGetProperty("keys"u8, out _));
    }

    // A SEQUENCE is worth a closer look. A key of a type that cannot verify here is one too.
    private static bool IsDer(ReadOnlySpan<byte> secret) =>
        secret.StartsWith((byte)0x30) && (DerReader.ReadPublicKey(secret) ?? DerReader.ReadCertificate(secret) ?? DerReader.ReadRsaPublicKey(secret)) is not null;

    // The body of a PEM block, as some consoles show a public key: either alphabet, padded or not, in lines or in one.
    private static bool IsBase64Der(ReadOnlySpan<byte> secret)
    {
        if (!secret.TrimStart(" \t\r\n"u8).StartsWith((byte)'M'))
        {
            return false;
        }

        byte[] text = secret.ToArray();
        text.AsSpan().Replace((byte)'+', (byte)'-');
        text.AsSpan().Replace((byte)'/', (byte)'_');
        byte[] decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromUtf8(text, decoded, out _, out int written) == System.Buffers.OperationStatus.Done
            && IsDer(decoded.AsSpan(0, written));
    }

    // SEC 1 section 2.3.3: 04, then both coordinates.
    private static bool IsPoint(ReadOnlySpan<byte> secret)
    {
        if (secret.IsEmpty || secret[0] != 4)
        {
            return false;
        }

        EcCurve? curve = secret.Length switch { 65 => EcCurve.P256, 97 => EcCurve.P384, 133 => EcCurve.P521, _ => null };
        return curve is not null
            && EcKeyRules.Import(curve, secret.Slice(1, curve.FieldSize), secret[(1 + curve.FieldSize)..], out _) is not null;
    }
}
