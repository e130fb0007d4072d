using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>What a token says, checked against nothing: anyone may have written it.</summary>
internal sealed class UnverifiedToken
{
    private UnverifiedToken(int[] segments, IReadOnlyList<string> problems, TokenSegment? header, TokenSegment? payload, TokenSegment? signature)
    {
        Segments = segments;
        Problems = problems;
        Header = header;
        Payload = payload;
        Signature = signature;
    }

    /// <summary>The lengths of the segments, in characters.</summary>
    public int[] Segments { get; }

    /// <summary>What is wrong with the token as a whole, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    public TokenSegment? Header { get; }

    public TokenSegment? Payload { get; }

    public TokenSegment? Signature { get; }

    public IEnumerable<TokenSegment> Parts => new[] { Header, Payload, Signature }.OfType<TokenSegment>();

    public bool IsReadable => Problems.Count == 0 && Parts.All(part => part.Problems.Count == 0);

    /// <summary>The algorithm that the header names, when it is a supported one.</summary>
    public JwtAlgorithm? Algorithm => Header?.Json is JsonElement { ValueKind: JsonValueKind.Object } header
        && header.TryGetProperty("alg"u8, out JsonElement alg) && alg.ValueKind == JsonValueKind.String
        && JwtAlgorithms.TryParse(alg.GetString(), out JwtAlgorithm algorithm)
            ? algorithm
            : null;

    public static UnverifiedToken Read(ReadOnlySpan<byte> token, int longest)
    {
        if (token.Length > longest)
        {
            return new UnverifiedToken([], [$"the token is longer than {longest} bytes."], null, null, null);
        }

        List<Range> ranges = [.. Split(token)];
        int[] lengths = [.. ranges.Select(range => range.End.Value - range.Start.Value)];
        string[] problems = ranges.Count switch
        {
            3 => [],
            5 => ["the token has 5 segments: it is encrypted, and only its header can be read."], // RFC 7516 section 9
            1 => ["the token has 1 segment; a signed token has 3."],
            _ => [$"the token has {ranges.Count} segments; a signed token has 3."],
        };
        return new UnverifiedToken(
            lengths,
            problems,
            TokenSegment.OfJson("header", token[ranges[0]]),
            ranges.Count is 2 or 3 ? TokenSegment.OfJson("payload", token[ranges[1]]) : null,
            ranges.Count is 3 ? TokenSegment.OfBytes("signature", token[ranges[2]]) : null);
    }

    /// <summary>A time that the payload names; null when it is no number of seconds until the year 9999.</summary>
    /// <param name="name">The claim.</param>
    /// <param name="isPresent">Whether the payload has the claim at all.</param>
    public DateTimeOffset? Time(string name, out bool isPresent)
    {
        isPresent = false;
        if (Payload?.Json is not JsonElement { ValueKind: JsonValueKind.Object } payload || !payload.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        isPresent = true;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal seconds) && seconds is >= 0 and <= UnixTime.LastSecond
            ? UnixTime.At(seconds)
            : null;
    }

    /// <summary>The lengths in bytes that a signature of an algorithm can have (RFC 7518 section 3, RFC 8032 section 5.1.6, FIPS 204 table 2).</summary>
    public static (int Least, int Most) SignatureLengths(JwtAlgorithm algorithm) => algorithm switch
    {
        JwtAlgorithm.HS256 => (32, 32),
        JwtAlgorithm.HS384 => (48, 48),
        JwtAlgorithm.HS512 => (64, 64),
        JwtAlgorithm.ES256 => (64, 64),
        JwtAlgorithm.ES384 => (96, 96),
        JwtAlgorithm.ES512 => (132, 132),
        JwtAlgorithm.EdDSA or JwtAlgorithm.Ed25519 => (64, 64),
        JwtAlgorithm.MLDsa44 => (2420, 2420),
        JwtAlgorithm.MLDsa65 => (3309, 3309),
        JwtAlgorithm.MLDsa87 => (4627, 4627),
        _ => (256, 1024), // as long as the modulus, which has 2048 to 8192 bits
    };

    private static List<Range> Split(ReadOnlySpan<byte> token)
    {
        List<Range> ranges = [];
        foreach (Range range in token.Split((byte)'.'))
        {
            ranges.Add(range);
        }

        return ranges;
    }
}
