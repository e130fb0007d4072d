using System.Text;

namespace JwtCore.Text;

/// <summary>
/// The content of a JSON string that passed <see cref="StrictJson"/>: UTF-8 between the quotes, perhaps with escapes
/// (RFC 8259 section 7). Nothing here checks grammar again.
/// </summary>
internal static class JsonText
{
    public static bool IsEscaped(ReadOnlySpan<byte> raw) => raw.Contains((byte)'\\');

    /// <summary>Whether the content, unescaped, is exactly this text.</summary>
    public static bool TextEquals(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> text)
    {
        // An escape is longer than what it stands for.
        if (raw.Length <= text.Length)
        {
            return raw.SequenceEqual(text) && !IsEscaped(raw);
        }

        if (!IsEscaped(raw))
        {
            return false;
        }

        Reader reader = new(raw);
        foreach (byte expected in text)
        {
            if (reader.Next() != expected)
            {
                return false;
            }
        }

        return reader.Next() == Reader.End;
    }

    /// <summary>Whether two contents, unescaped, are the same text.</summary>
    public static bool SameText(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
        {
            return true;
        }

        Reader leftReader = new(left);
        Reader rightReader = new(right);
        int next;
        do
        {
            next = leftReader.Next();
            if (next != rightReader.Next())
            {
                return false;
            }
        }
        while (next != Reader.End);

        return true;
    }

    /// <summary>Unescapes into a span at least as long as the content; returns the number of bytes written.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        Reader reader = new(raw);
        int written = 0;
        for (int next = reader.Next(); next != Reader.End; next = reader.Next())
        {
            destination[written++] = (byte)next;
        }

        return written;
    }

    /// <summary>The UTF-16 code unit that four hexadecimal digits spell.</summary>
    public static char Unit(ReadOnlySpan<byte> digits)
    {
        int unit = 0;
        foreach (byte digit in digits)
        {
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)unit;
    }

    /// <summary>Yields the unescaped UTF-8 bytes one by one.</summary>
    public ref struct Reader(ReadOnlySpan<byte> raw)
    {
        public const int End = -1;

        private readonly ReadOnlySpan<byte> _raw = raw;
        private int _position;

        // The bytes of one unescaped character that are still to come, the next one lowest.
        private uint _pending;

        public int Next()
        {
            if (_pending != 0)
            {
                byte next = (byte)(_pending & 0xFF);
                _pending >>= 8;
                return next;
            }

            if (_position == _raw.Length)
            {
                return End;
            }

            byte current = _raw[_position++];
            return current == '\\' ? NextEscaped() : current;
        }

        private int NextEscaped()
        {
            byte kind = _raw[_position++];
            switch (kind)
            {
                case (byte)'b': return '\b';
                case (byte)'f': return '\f';
                case (byte)'n': return '\n';
                case (byte)'r': return '\r';
                case (byte)'t': return '\t';
                case (byte)'u': break;
                default: return kind;
            }

            char unit = ReadUnit();
            if (unit < 0x80)
            {
                return unit;
            }

            Rune rune;
            if (char.IsHighSurrogate(unit))
            {
                _position += 2;
                rune = new Rune(unit, ReadUnit());
            }
            else
            {
                rune = new Rune(unit);
            }

            // No byte of a character beyond ASCII is zero, so zero marks the end of what is pending.
            Span<byte> bytes = stackalloc byte[4];
            int length = rune.EncodeToUtf8(bytes);
            for (int i = length - 1; i > 0; i--)
            {
                _pending = (_pending << 8) | bytes[i];
            }

            return bytes[0];
        }

        private char ReadUnit()
        {
            char unit = Unit(_raw.Slice(_position, 4));
            _position += 4;
            return unit;
        }
    }
}
