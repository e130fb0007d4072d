using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace JwtCore.Text;

/// <summary>
/// The places in a text where a JSON string may end or go wrong: quotes, backslashes and control characters (RFC 8259
/// section 7). Found for a window of 64 bytes at a time, however many strings lie in it. Asked from front to back, never from
/// before its last answer.
/// </summary>
internal ref struct JsonStringEnds(ReadOnlySpan<byte> json)
{
    private const int Window = 64;

    private readonly ReadOnlySpan<byte> _json = json;

    // One bit for each byte of the window; no window yet.
    private ulong _stops;
    private int _start = -Window;

    /// <summary>How many strings had an escape so far.</summary>
    public int EscapedStrings { get; private set; }

    public void CountEscapedString() => EscapedStrings++;

    /// <summary>The first stop at or behind a position, or the end of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int position)
    {
        int offset = position - _start;
        ulong stops = offset < Window ? _stops >> offset : 0;
        return stops != 0 ? position + BitOperations.TrailingZeroCount(stops) : FindBehind(position);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindBehind(int position)
    {
        // Where the window ends, or at the position if that lies further on.
        for (int start = Math.Max(position, _start + Window); start < _json.Length; start += Window)
        {
            _start = start;
            _stops = _json.Length - start >= Window ? Stops(_json.Slice(start, Window)) : LastStops(_json.Length - start);
            if (_stops != 0)
            {
                return start + BitOperations.TrailingZeroCount(_stops);
            }
        }

        return _json.Length;
    }

    // Fewer bytes than a window: what follows them counts as stops, and so as the end.
    private readonly ulong LastStops(int length) => _json.Length < Window
        ? ShortStops(_json[^length..])
        : (Stops(_json[^Window..]) >> (Window - length)) | (ulong.MaxValue << length);

    // A text that is shorter than any window. A method of its own: its memory on the stack costs time even where it is not used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong ShortStops(ReadOnlySpan<byte> rest)
    {
        Span<byte> window = stackalloc byte[Window];
        rest.CopyTo(window);
        return Stops(window);
    }

    private static ulong Stops(ReadOnlySpan<byte> window) => Vector512.IsHardwareAccelerated
        ? (Vector512.Equals(Vector512.Create(window), Vector512.Create((byte)'"'))
            | Vector512.Equals(Vector512.Create(window), Vector512.Create((byte)'\\'))
            | Vector512.LessThan(Vector512.Create(window), Vector512.Create((byte)0x20))).ExtractMostSignificantBits()
        : Stops(Vector256.Create(window)) | ((ulong)Stops(Vector256.Create(window[Vector256<byte>.Count..])) << Vector256<byte>.Count);

    private static uint Stops(Vector256<byte> bytes) => (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
        | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
        | Vector256.LessThan(bytes, Vector256.Create((byte)0x20))).ExtractMostSignificantBits();
}
