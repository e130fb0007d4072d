namespace JwtCore;

/// <summary>
/// The texts of a claim such as <c>aud</c> or <c>scope</c>, read in place: enumerating and searching allocate nothing.
/// It lives as long as the token variable it came from.
/// </summary>
public readonly ref struct Utf8List
{
    // No byte of valid UTF-8 is 0xFF, so it parts texts that may hold anything else.
    internal const byte Separator = 0xFF;

    private readonly ReadOnlySpan<byte> _source;
    private readonly Utf8ListForm _form;

    internal Utf8List(ReadOnlySpan<byte> source, Utf8ListForm form)
    {
        _source = source;
        _form = form;
    }

    /// <summary>The number of texts, counted anew at each call in linear time.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (Utf8Text _ in this)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Whether one of the texts has exactly these UTF-8 bytes. Linear time.</summary>
    /// <param name="text">The text to look for.</param>
    /// <returns>True when found.</returns>
    public bool Contains(scoped ReadOnlySpan<byte> text)
    {
        foreach (Utf8Text item in this)
        {
            if (item == text)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of the texts is exactly this string. Linear time.</summary>
    /// <param name="text">The text to look for.</param>
    /// <returns>True when found.</returns>
    public bool Contains(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (Utf8Text item in this)
        {
            if (item == text)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Enumerates the texts in the order of the token.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(_source, _form);

    internal string[] ToStrings()
    {
        string[] texts = new string[Count];
        int index = 0;
        foreach (Utf8Text item in this)
        {
            texts[index++] = item.ToString();
        }

        return texts;
    }

    /// <summary>Walks a <see cref="Utf8List"/>.</summary>
    public ref struct Enumerator
    {
        private readonly Utf8ListForm _form;
        private ReadOnlySpan<byte> _rest;
        private ReadOnlySpan<byte> _current;
        private bool _done;

        internal Enumerator(ReadOnlySpan<byte> source, Utf8ListForm form)
        {
            _rest = source;
            _form = form;
            _current = default;
            _done = false;
        }

        /// <summary>The text at the current position.</summary>
        public readonly Utf8Text Current => new(_current);

        /// <summary>Moves to the next text.</summary>
        /// <returns>False after the last one.</returns>
        public bool MoveNext() => _form switch
        {
            Utf8ListForm.JsonArray => MoveNextInArray(),
            Utf8ListForm.Words => MoveNextWord(),
            Utf8ListForm.Separated => MoveNextSeparated(Separator),
            _ => false,
        };

        // The source is an array of strings that passed the JSON gate and holds no escape: every quote delimits.
        private bool MoveNextInArray()
        {
            int open = _rest.IndexOf((byte)'"');
            if (open < 0)
            {
                return false;
            }

            _rest = _rest[(open + 1)..];
            int close = _rest.IndexOf((byte)'"');
            _current = _rest[..close];
            _rest = _rest[(close + 1)..];
            return true;
        }

        private bool MoveNextWord()
        {
            while (MoveNextSeparated((byte)' '))
            {
                if (!_current.IsEmpty)
                {
                    return true;
                }
            }

            return false;
        }

        private bool MoveNextSeparated(byte separator)
        {
            if (_done)
            {
                return false;
            }

            int end = _rest.IndexOf(separator);
            _done = end < 0;
            _current = _done ? _rest : _rest[..end];
            _rest = _done ? default : _rest[(end + 1)..];
            return true;
        }
    }
}

/// <summary>How the texts of a <see cref="Utf8List"/> stand in memory.</summary>
internal enum Utf8ListForm : byte
{
    /// <summary>No texts.</summary>
    Empty = 0,

    /// <summary>One text, or several parted by <see cref="Utf8List.Separator"/>.</summary>
    Separated,

    /// <summary>Words parted by spaces (RFC 6749 section 3.3).</summary>
    Words,

    /// <summary>A JSON array of strings without escapes.</summary>
    JsonArray,
}
