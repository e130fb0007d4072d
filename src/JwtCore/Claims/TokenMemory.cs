using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace JwtCore.Claims;

/// <summary>
/// The memory behind a verified token: 2,048 bytes in the struct itself, above that one array of exact size. Texts that
/// came with escapes stand unescaped behind the payload. Starts in any state; <see cref="Reset"/> first.
/// </summary>
internal struct TokenMemory
{
    public const int InlineCapacity = 2048;

    private InlineBytes _inline;
    private byte[]? _payload;
    private bool _isRented;
    private byte[]? _texts;
    private int _payloadLength;
    private int _textLength;

    /// <summary>The decoded payload.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Payload =>
        _payload is not null ? _payload.AsSpan(0, _payloadLength) : ((ReadOnlySpan<byte>)_inline)[.._payloadLength];

    // Unescaped texts begin behind a payload that is inline, and at the start of the inline bytes behind one that is not.
    private readonly int TextStart => _payload is null ? _payloadLength : 0;

    /// <summary>The bytes of a range.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> this[TextRange range]
    {
        get
        {
            if (!range.IsUnescaped)
            {
                return Payload.Slice(range.Start, range.Length);
            }

            ReadOnlySpan<byte> texts = _texts is not null ? _texts : ((ReadOnlySpan<byte>)_inline)[TextStart..];
            return texts.Slice(range.Start, range.Length);
        }
    }

    /// <summary>The unescaped texts together.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Texts => (_texts is not null ? _texts : ((ReadOnlySpan<byte>)_inline)[TextStart..])[.._textLength];

    /// <summary>Forgets everything. The inline bytes stay what they are, out of reach.</summary>
    public void Reset()
    {
        _payload = null;
        _isRented = false;
        _texts = null;
        _payloadLength = 0;
        _textLength = 0;
    }

    /// <summary>Shows memory that others show, too: it is neither written to nor given back.</summary>
    /// <param name="payload">The payload and nothing else.</param>
    /// <param name="texts">The unescaped texts, or null.</param>
    public void Share(byte[] payload, byte[]? texts)
    {
        _payload = payload;
        _isRented = false;
        _texts = texts;
        _payloadLength = payload.Length;
        _textLength = texts?.Length ?? 0;
    }

    /// <summary>The inline bytes that nothing uses yet, to work in until the claims are read.</summary>
    [UnscopedRef]
    public Span<byte> Scratch() => ((Span<byte>)_inline)[TextStart..];

    /// <summary>Makes room for a payload of exactly this length.</summary>
    /// <param name="length">The length in bytes.</param>
    /// <param name="isAuthentic">
    /// False before the signature verified: a long payload then lies in rented memory, until <see cref="Own"/> or <see cref="Release"/>.
    /// </param>
    [UnscopedRef]
    public Span<byte> ReservePayload(int length, bool isAuthentic)
    {
        _payloadLength = length;
        if (length <= InlineCapacity)
        {
            return ((Span<byte>)_inline)[..length];
        }

        _isRented = !isAuthentic;
        _payload = isAuthentic ? new byte[length] : ArrayPool<byte>.Shared.Rent(length);
        return _payload.AsSpan(0, length);
    }

    /// <summary>Moves a payload out of rented memory: it was authentic.</summary>
    public void Own()
    {
        if (_isRented)
        {
            byte[] own = Payload.ToArray();
            Release();
            _payload = own;
        }
    }

    /// <summary>Gives rented memory back; what it held is gone.</summary>
    public void Release()
    {
        if (_isRented)
        {
            // The claims of a token are nobody else's business; the pool is everybody's.
            ArrayPool<byte>.Shared.Return(_payload!, clearArray: true);
            _payload = null;
            _isRented = false;
        }
    }

    /// <summary>Room for so many more bytes of unescaped text; what is used of it becomes a range by <see cref="CommitText"/>.</summary>
    [UnscopedRef]
    public Span<byte> ReserveText(int length)
    {
        if (_texts is null && length > InlineCapacity - TextStart - _textLength)
        {
            // Unescaped texts are hardly ever longer than the payload together.
            byte[] texts = new byte[Math.Max(_payloadLength, _textLength + length)];
            ((ReadOnlySpan<byte>)_inline).Slice(TextStart, _textLength).CopyTo(texts);
            _texts = texts;
        }
        else if (_texts is not null && length > _texts.Length - _textLength)
        {
            Array.Resize(ref _texts, Math.Max(2 * _texts.Length, _textLength + length));
        }

        return _texts is not null ? _texts.AsSpan(_textLength) : ((Span<byte>)_inline)[(TextStart + _textLength)..];
    }

    /// <summary>Keeps the first bytes of the room reserved last.</summary>
    public TextRange CommitText(int length)
    {
        TextRange range = new() { Start = _textLength, Length = length, IsPresent = true, IsUnescaped = true };
        _textLength += length;
        return range;
    }

    [InlineArray(InlineCapacity)]
    private struct InlineBytes
    {
        private byte _element;
    }
}
