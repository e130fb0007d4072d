using System.Buffers.Binary;
using System.Security.Cryptography;

namespace JwtCore.Text;

/// <summary>
/// A 64-bit hash of a text under keys drawn at random when the process starts, so that nobody who cannot read this
/// memory can choose texts that collide. It finds candidates; equality is always confirmed on the text itself.
/// </summary>
internal static class KeyedHash
{
    // Two words, each times a factor of its own in the product that mixes them.
    private const int BlockSize = 2 * sizeof(ulong);

    private static readonly ulong First = RandomKey();
    private static readonly ulong Second = RandomKey();
    private static readonly ulong LengthFactor = RandomKey() | 1;
    private static readonly ulong OwnerFactor = RandomKey() | 1;

    /// <summary>The hash of a text as it stands.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        ulong seed = unchecked((ulong)text.Length * LengthFactor);
        while (text.Length > BlockSize)
        {
            seed = Mix(seed, BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[sizeof(ulong)..]));
            text = text[BlockSize..];
        }

        return text.Length < sizeof(ulong)
            ? Mix(seed, Word(text), 0)
            : Mix(seed, BinaryPrimitives.ReadUInt64LittleEndian(text), SecondWord(text));
    }

    /// <summary>The hash of the content of a JSON string: that of its text, however it is spelt.</summary>
    public static ulong OfJson(ReadOnlySpan<byte> raw) => JsonText.IsEscaped(raw) ? OfEscaped(raw) : Of(raw);

    /// <summary>As <see cref="OfJson"/>, for a content that is known to have an escape.</summary>
    public static ulong OfEscaped(ReadOnlySpan<byte> raw)
    {
        JsonText.Reader counter = new(raw);
        int length = 0;
        while (counter.Next() != JsonText.Reader.End)
        {
            length++;
        }

        JsonText.Reader reader = new(raw);
        Span<byte> block = stackalloc byte[BlockSize];
        ulong seed = unchecked((ulong)length * LengthFactor);
        for (; length > BlockSize; length -= BlockSize)
        {
            Fill(block, ref reader);
            seed = Mix(seed, block);
        }

        block.Clear();
        Fill(block[..length], ref reader);
        return Mix(seed, block);
    }

    /// <summary>Tells the names of one object from the same names of another; owner 0 leaves the hash as it is.</summary>
    public static ulong WithOwner(ulong hash, int owner) => WithOwner(hash, owner, OwnerFactor);

    /// <summary>As <see cref="WithOwner(ulong, int)"/>, with a given factor.</summary>
    // Mixed after the owner is combined. Without that the slots of one name in many objects depend on the factor alone, and in
    // a process that drew an unlucky one they run together: the table would be searched in linear time.
    internal static ulong WithOwner(ulong hash, int owner, ulong factor) =>
        owner == 0 ? hash : Mix(0, hash, unchecked((ulong)owner * factor));

    private static void Fill(scoped Span<byte> block, ref JsonText.Reader reader)
    {
        foreach (ref byte next in block)
        {
            next = (byte)reader.Next();
        }
    }

    // Of eight to sixteen bytes those behind the eighth, the first of them lowest: the last eight, less what came before.
    private static ulong SecondWord(ReadOnlySpan<byte> text) => text.Length == sizeof(ulong) ? 0
        : BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]) >> (8 * (BlockSize - text.Length));

    // Fewer than eight bytes, the first one lowest.
    private static ulong Word(ReadOnlySpan<byte> text)
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

    private static ulong Mix(ulong seed, ReadOnlySpan<byte> block) =>
        Mix(seed, BinaryPrimitives.ReadUInt64LittleEndian(block), BinaryPrimitives.ReadUInt64LittleEndian(block[sizeof(ulong)..]));

    // Both halves of the product, so that every bit of either word reaches the result.
    private static ulong Mix(ulong seed, ulong first, ulong second)
    {
        ulong high = Math.BigMul(first ^ First ^ seed, second ^ Second, out ulong low);
        return high ^ low;
    }

    private static ulong RandomKey()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
