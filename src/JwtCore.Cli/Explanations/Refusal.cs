using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>A refused token with all that is needed to explain it.</summary>
/// <param name="Error">The error.</param>
/// <param name="Claim">The claim that it is about, or null.</param>
/// <param name="Fault">What is wrong with the claim.</param>
internal sealed record Refusal(VerifyError Error, string? Claim, ClaimFault Fault)
{
    /// <summary>What was accepted.</summary>
    public required VerificationPolicy Policy { get; init; }

    /// <summary>The token as it came.</summary>
    public required ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>The same, as far as it can be read.</summary>
    public required UnverifiedToken Token { get; init; }

    /// <summary>The keys that could verify.</summary>
    public required IReadOnlyList<Jwk> Keys { get; init; }

    /// <summary>The last fetch of the keys; null for keys of this machine.</summary>
    public JwksAttempt? Fetch { get; init; }

    /// <summary>The time by which the token was judged.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>That time was given by an option, so no clock is wrong.</summary>
    public bool IsTimeGiven { get; init; }

    /// <summary>The longest token that was accepted, in bytes.</summary>
    public required int LongestToken { get; init; }

    public bool Tolerates(Tolerance flag) => (Policy.Tolerate & flag) != 0;

    /// <summary>A member of the header; undefined when the header lacks it.</summary>
    public JsonElement Header(string name) => Member(Token.Header, name);

    /// <summary>A claim; undefined when the payload lacks it.</summary>
    public JsonElement Payload(string name) => Member(Token.Payload, name);

    private static JsonElement Member(TokenSegment? segment, string name) =>
        segment is { Json: JsonElement { ValueKind: JsonValueKind.Object } json } && json.TryGetProperty(name, out JsonElement value) ? value : default;
}
