using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>Makes bad tokens of a good one: each differs from it in one thing, and is signed unless that is the thing.</summary>
internal sealed class Forger
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly JsonObject _header;
    private readonly JsonObject _payload;

    /// <exception cref="ArgumentException">The good token has no issuer or no audience.</exception>
    public Forger(TestKeyPair pair, TestToken good)
    {
        Pair = pair;
        Attacker = TestKeyPair.Create(pair.Algorithm, pair.KeyId);
        _header = good.HeaderFor(pair);
        _payload = good.Payload();
        Issuer = Text(_payload["iss"]) ?? throw new ArgumentException("The good token has no issuer.");
        Audience = Text(_payload["aud"] is JsonArray { Count: > 0 } several ? several[0] : _payload["aud"]) ?? throw new ArgumentException("The good token has no audience.");
        Now = good.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        Header = Write(_header);
        Payload = Write(_payload);
        Good = pair.Sign(Header, Payload);
        Segments = Good.Split('.');
    }

    public TestKeyPair Pair { get; }

    /// <summary>A pair of the same kind with the same key id, which nobody trusts.</summary>
    public TestKeyPair Attacker { get; }

    public string Issuer { get; }

    public string Audience { get; }

    /// <summary>Seconds since 1970.</summary>
    public long Now { get; }

    public string Header { get; }

    public string Payload { get; }

    public string Good { get; }

    public string[] Segments { get; }

    public bool IsAsymmetric => Pair.Algorithm > JwtAlgorithm.HS512;

    public BadToken WithHeader(string name, VerifyError expected, string header) => new(name, Pair.Sign(header, Payload), expected);

    public BadToken WithPayload(string name, VerifyError expected, string payload) => new(name, Pair.Sign(Header, payload), expected);

    public BadToken WithPayload(string name, VerifyError expected, ReadOnlySpan<byte> payload) => new(name, Pair.Sign(Encoding.UTF8.GetBytes(Header), payload), expected);

    public BadToken WithMember(string name, VerifyError expected, string member, string? json) => WithHeader(name, expected, HeaderWith(member, json));

    public BadToken WithClaim(string name, VerifyError expected, string claim, string? json) => WithPayload(name, expected, Set(_payload, claim, json));

    public BadToken WithSignature(string name, ReadOnlySpan<byte> signature) => WithSignature(name, Base64Url.EncodeToString(signature));

    public BadToken WithSignature(string name, string signature) => new(name, $"{Segments[0]}.{Segments[1]}.{signature}", VerifyError.SignatureInvalid);

    /// <summary>The header with one member replaced by this JSON text, or removed.</summary>
    public string HeaderWith(string member, string? json) => Set(_header, member, json);

    /// <summary>A text as a JSON string.</summary>
    public static string Quote(string text) => JsonValue.Create(text).ToJsonString();

    /// <summary>JSON arrays in each other.</summary>
    public static string Nest(int depth) => new string('[', depth) + new string(']', depth);

    /// <summary>A segment for this JSON text whose last character says more bits than bytes need (RFC 4648 section 3.5).</summary>
    public static string WithTrailingBits(string json) => WithOtherTrailingBits(Encode(Pad(json, 1)));

    /// <summary>The same bytes in another spelling; the segment's length in bytes is no multiple of three.</summary>
    public static string WithOtherTrailingBits(string segment) => segment[..^1] + Alphabet[Alphabet.IndexOf(segment[^1]) + 1];

    /// <summary>A segment of a length that no bytes have.</summary>
    public static string WithImpossibleLength(string json) => Encode(Pad(json, 0)) + "A";

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    // White space behind a JSON text is no fault.
    private static string Pad(string json, int rest) => json + new string(' ', (rest - (Encoding.UTF8.GetByteCount(json) % 3) + 3) % 3);

    private static string Set(JsonObject json, string name, string? value)
    {
        JsonObject changed = json.DeepClone().AsObject();
        changed.Remove(name);
        string text = Write(changed);
        return value is null ? text : $"{text[..^1]}{(changed.Count == 0 ? "" : ",")}{Quote(name)}:{value}}}";
    }

    private static string Write(JsonObject json) => Encoding.UTF8.GetString(PlainJson.Write(json));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
