using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>One segment of a token that nobody verified, as far as it can be read.</summary>
internal sealed class TokenSegment
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private readonly List<string> _problems = [];

    private TokenSegment(string name, int characters)
    {
        Name = name;
        Characters = characters;
    }

    public string Name { get; }

    public int Characters { get; }

    /// <summary>What is wrong with it, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public byte[]? Bytes { get; private set; }

    public JsonElement? Json { get; private set; }

    /// <summary>The JSON text has no name twice, so that every reader sees the same in it.</summary>
    public bool IsUnambiguous { get; private set; }

    public static TokenSegment OfBytes(string name, ReadOnlySpan<byte> segment)
    {
        TokenSegment part = new(name, segment.Length);
        part.Decode(segment);
        return part;
    }

    public static TokenSegment OfJson(string name, ReadOnlySpan<byte> segment)
    {
        TokenSegment part = OfBytes(name, segment);
        if (part.Characters == 0)
        {
            part._problems.Add("it is empty.");
        }
        else if (part.Bytes is byte[] bytes)
        {
            part.Parse(bytes);
        }

        return part;
    }

    // RFC 7515 section 2, RFC 4648 sections 3.5 and 5.
    private void Decode(ReadOnlySpan<byte> segment)
    {
        ReadOnlySpan<byte> text = segment.TrimEnd((byte)'=');
        if (text.Length < segment.Length)
        {
            _problems.Add("it is padded with '='.");
        }

        int foreign = text.IndexOfAnyExcept(Alphabet);
        if (foreign >= 0)
        {
            _problems.Add($"it is not base64url: byte {foreign + 1} is none of A-Z a-z 0-9 - _.");
            return;
        }

        if (text.Length % 4 == 1)
        {
            _problems.Add("it is not base64url: no text has this length.");
            return;
        }

        byte[] bytes = new byte[(text.Length / 4 * 3) + (text.Length % 4 * 3 / 4)];
        if (Base64Url.DecodeFromUtf8(text, bytes, out int consumed, out int written) == OperationStatus.Done
            && consumed == text.Length && written == bytes.Length)
        {
            Bytes = bytes;
        }
        else
        {
            _problems.Add("it is not canonical base64url: the last character has bits that must be zero.");
        }
    }

    private void Parse(byte[] bytes)
    {
        Json = JsonFaults.Parse(bytes, out string? problem);
        IsUnambiguous = problem is null;
        if (problem is not null)
        {
            _problems.Add(problem);
        }

        if (Json is JsonElement { ValueKind: not JsonValueKind.Object })
        {
            _problems.Add("it is not a JSON object.");
        }
    }
}
