using System.Buffers.Binary;
using System.Security.Cryptography;

namespace JwtCore.Text;

/// <summary>
/// A 64-bit hash of a text under keys drawn at random when the process starts, so that nobody who cannot read this
/// memory can choose texts that collide. It finds candidates; equality is always confirmed on the text itself.
/// </summary>
internal static class NameHash
{
    private static readonly ulong Start = RandomKey();
    private static readonly ulong Factor = RandomKey() | 1;
    private static readonly ulong OwnerFactor = RandomKey() | 1;

    /// <summary>The hash of a text without escapes.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        ulong hash = Start;
        while (text.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[8..];
        }

        return Mix(hash ^ Tail(text));
    }

    /// <summary>The hash of the content of a JSON string: that of its text, however it is spelt.</summary>
    public static ulong OfJson(ReadOnlySpan<byte> raw)
    {
        if (!JsonText.IsEscaped(raw))
        {
            return Of(raw);
        }

        JsonText.Reader reader = new(raw);
        ulong hash = Start;
        ulong word = 0;
        int filled = 0;
        for (int next = reader.Next(); next != JsonText.Reader.End; next = reader.Next())
        {
            word |= (ulong)next << (8 * filled);
            if (++filled == 8)
            {
                hash = Mix(hash ^ word);
                word = 0;
                filled = 0;
            }
        }

        return Mix(hash ^ word ^ ((ulong)filled << 56));
    }

    /// <summary>Tells the names of one object from the same names of another; owner 0 leaves the hash as it is.</summary>
    public static ulong WithOwner(ulong hash, int owner) => unchecked(hash ^ ((ulong)owner * OwnerFactor));

    // Fewer than eight bytes, the first one lowest, and their number on top.
    private static ulong Tail(ReadOnlySpan<byte> text)
    {
        ulong tail = (ulong)text.Length << 56;
        switch (text.Length)
        {
            case 0:
                return tail;
            case < 4:
                // The middle of one byte is the first, of two the second, of three the second.
                return tail | text[0] | ((ulong)text[text.Length / 2] << (8 * (text.Length / 2))) | ((ulong)text[^1] << (8 * (text.Length - 1)));
            default:
                return tail | BinaryPrimitives.ReadUInt32LittleEndian(text)
                    | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]) << (8 * (text.Length - 4)));
        }
    }

    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value, Factor, out ulong low);
        return high ^ low;
    }

    private static ulong RandomKey()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
