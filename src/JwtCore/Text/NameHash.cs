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

    /// <summary>The hash of a text as it stands.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        TryHash(text, isJson: false, out ulong hash);
        return hash;
    }

    /// <summary>The hash of the content of a JSON string: that of its text, however it is spelt.</summary>
    public static ulong OfJson(ReadOnlySpan<byte> raw) => TryHash(raw, isJson: true, out ulong hash) ? hash : OfEscaped(raw);

    // False when an escape is found where escapes count.
    private static bool TryHash(ReadOnlySpan<byte> text, bool isJson, out ulong hash)
    {
        hash = Start;
        while (text.Length >= sizeof(ulong))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(text);
            if (isJson && HasBackslash(word))
            {
                return false;
            }

            hash = Mix(hash ^ word);
            text = text[sizeof(ulong)..];
        }

        ulong tail = Tail(text);
        hash = Mix(hash ^ tail ^ ((ulong)text.Length << 56));
        return !isJson || !HasBackslash(tail);
    }

    private static ulong OfEscaped(ReadOnlySpan<byte> raw)
    {
        JsonText.Reader reader = new(raw);
        ulong hash = Start;
        ulong word = 0;
        int filled = 0;
        for (int next = reader.Next(); next != JsonText.Reader.End; next = reader.Next())
        {
            word |= (ulong)next << (8 * filled);
            if (++filled == sizeof(ulong))
            {
                hash = Mix(hash ^ word);
                word = 0;
                filled = 0;
            }
        }

        return Mix(hash ^ word ^ ((ulong)filled << 56));
    }

    // Whether one of eight bytes is a backslash: it alone becomes zero, and zero alone borrows (Hacker's Delight, section 6-1).
    private static bool HasBackslash(ulong word)
    {
        const ulong ones = 0x0101_0101_0101_0101;
        ulong zero = word ^ (ones * '\\');
        return unchecked((zero - ones) & ~zero & (ones * 0x80)) != 0;
    }

    /// <summary>Tells the names of one object from the same names of another; owner 0 leaves the hash as it is.</summary>
    public static ulong WithOwner(ulong hash, int owner) => unchecked(hash ^ ((ulong)owner * OwnerFactor));

    // Fewer than eight bytes, the first one lowest.
    private static ulong Tail(ReadOnlySpan<byte> text)
    {
        switch (text.Length)
        {
            case 0:
                return 0;
            case < 4:
                // The middle of one byte is the first, of two the second, of three the second.
                return text[0] | ((ulong)text[text.Length / 2] << (8 * (text.Length / 2))) | ((ulong)text[^1] << (8 * (text.Length - 1)));
            default:
                return BinaryPrimitives.ReadUInt32LittleEndian(text)
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
