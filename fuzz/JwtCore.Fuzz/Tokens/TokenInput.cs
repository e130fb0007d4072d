namespace JwtCore.Fuzz.Tokens;

/// <summary>
/// What an input of the targets for whole tokens stands for: a byte that chooses the policy, one that chooses the key and
/// the form, then header, payload and a script, parted by zero bytes. Zero bytes never stand in good JSON, and bad bytes
/// of other values are as bad.
/// </summary>
/// <param name="Policy">Which policy, modulo their number.</param>
/// <param name="Choice">Which key, modulo their number, by the low bits.</param>
/// <param name="Header">The header's bytes.</param>
/// <param name="Payload">The payload's bytes.</param>
/// <param name="Script">What happens to the token then.</param>
internal sealed record TokenInput(byte Policy, byte Choice, byte[] Header, byte[] Payload, byte[] Script)
{
    private const byte Bare = 0x80;
    private const byte Padded = 0x40;

    /// <summary>The script is the signature itself: nothing is signed.</summary>
    public bool IsSignatureGiven => (Choice & Bare) != 0;

    /// <summary>Segments carry the padding of plain base64.</summary>
    public bool IsPadded => (Choice & Padded) != 0;

    public int Key => Choice & 0x3F;

    public static TokenInput Read(ReadOnlySpan<byte> input)
    {
        ReadOnlySpan<byte> rest = input.Length < 2 ? [] : input[2..];
        byte[] header = Take(ref rest);
        byte[] payload = Take(ref rest);
        return new TokenInput(input.IsEmpty ? (byte)0 : input[0], input.Length < 2 ? (byte)0 : input[1], header, payload, rest.ToArray());
    }

    public byte[] Write() => [Policy, Choice, .. Header, 0, .. Payload, 0, .. Script];

    private static byte[] Take(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)0);
        ReadOnlySpan<byte> part = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return part.ToArray();
    }
}
