using System.Numerics;
using System.Text;

namespace JwtCore.Text;

/// <summary>
/// A fixed list of distinct texts, each found by constant expected time: member names that are read, key ids, issuers.
/// Immutable.
/// </summary>
internal sealed class TextTable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[][] _names;
    private readonly ulong[] _hashes;

    // A name without a backslash that equals the content of a JSON string byte by byte equals its text.
    private readonly bool _anyBackslash;

    // Open addressing: index + 1, zero for an empty slot; a power of two, at most a quarter full.
    private readonly int[] _slots;

    public TextTable(IReadOnlyList<byte[]> names)
    {
        _names = [.. names];
        _hashes = [.. names.Select(name => KeyedHash.Of(name))];
        _anyBackslash = Array.Exists(_names, name => JsonText.IsEscaped(name));
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)(names.Count + 1) * 4)];
        for (int i = 0; i < _names.Length; i++)
        {
            int slot = unchecked((int)_hashes[i]) & (_slots.Length - 1);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }
    }

    /// <exception cref="ArgumentException">A text has a lone surrogate: in UTF-8 it would become another text.</exception>
    public TextTable(IEnumerable<string> names)
        : this([.. names.Select(Encode)])
    {
    }

    /// <summary>Whether a text has a form in UTF-8: it has no lone surrogate.</summary>
    public static bool CanEncode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A text from code in UTF-8.</summary>
    /// <exception cref="ArgumentException">It has a lone surrogate: in UTF-8 it would become another text.</exception>
    public static byte[] Encode(string text) => StrictUtf8.GetBytes(text);

    public int Count => _names.Length;

    /// <summary>The index of the name that equals a text, or -1.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        ulong hash = KeyedHash.Of(text);
        for (int slot = unchecked((int)hash) & (_slots.Length - 1); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            int index = _slots[slot] - 1;
            if (_hashes[index] == hash && text.SequenceEqual(_names[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The index of the name that the content of a JSON string spells, or -1.</summary>
    public int FindJson(ReadOnlySpan<byte> raw, ulong hash)
    {
        for (int slot = unchecked((int)hash) & (_slots.Length - 1); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            int index = _slots[slot] - 1;
            if (_hashes[index] == hash && ((!_anyBackslash && raw.SequenceEqual(_names[index])) || JsonText.TextEquals(raw, _names[index])))
            {
                return index;
            }
        }

        return -1;
    }
}
