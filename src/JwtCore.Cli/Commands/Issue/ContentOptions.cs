using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Cli;

/// <summary>The options that say what a new token holds: good defaults, then whatever was asked for, right or wrong.</summary>
internal sealed class ContentOptions
{
    private const long DefaultLifetime = 3600;

    private readonly Option<string?> _issuer = OptionReading.One("--issuer", "TEXT", "The iss.");
    private readonly Option<string?> _subject = OptionReading.One("--subject", "TEXT", "The sub.");
    private readonly Option<string[]> _audiences = OptionReading.Several("--audience", "TEXT", "The aud. Repeatable: an array of them.");
    private readonly Option<string[]> _scopes = OptionReading.Several("--scope", "SCOPE", "The scope. Repeatable: joined by spaces.");
    private readonly Option<string?> _lifetime = OptionReading.One("--lifetime", DurationOption.ValueName, "The time from iat to exp; negative for an expired token. Default: 1h.");
    private readonly Option<string?> _at = OptionReading.One("--at", "UNIXTIME", "The iat, in seconds since 1970, instead of now.");
    private readonly Option<string?> _type = OptionReading.One("--typ", "TYPE", "The typ of the header. Default: JWT.");
    private readonly Option<string?> _claimsFile = OptionReading.One("--claims-file", "FILE", "Merge a JSON object into the payload; null removes a claim.");
    private readonly Option<string[]> _claim = OptionReading.Several("--claim", "NAME=TEXT|NAME:=JSON", "Set a claim to a text, or with := to JSON; null removes it. Repeatable.");
    private readonly Option<string?> _claims = OptionReading.One("--claims", "JSON", "Merge a JSON object into the payload, last; null removes a claim.");
    private readonly Option<string?> _header = OptionReading.One("--header", "JSON", "Merge a JSON object into the header, last; null removes a member.");

    public IEnumerable<Option> All => [_issuer, _subject, _audiences, _scopes, _lifetime, _at, _type, _claimsFile, _claim, _claims, _header];

    /// <exception cref="UsageException">A value cannot be read.</exception>
    public byte[] Header(ParseResult parsed, TestKeyPair pair)
    {
        JsonObject header = new() { ["alg"] = pair.Algorithm.ToName(), ["typ"] = parsed.GetValue(_type) ?? "JWT" };
        if (pair.KeyId is not null)
        {
            header["kid"] = pair.KeyId;
        }

        Merge(header, _header, parsed.GetValue(_header));
        return Bytes(header);
    }

    /// <exception cref="UsageException">A value cannot be read.</exception>
    public byte[] Payload(ParseResult parsed)
    {
        decimal issuedAt = parsed.UnixSeconds(_at) ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        JsonObject payload = [];
        Set(payload, "iss", parsed.GetValue(_issuer));
        Set(payload, "sub", parsed.GetValue(_subject));
        Set(payload, "aud", Audience(parsed.Values(_audiences)));
        payload["iat"] = issuedAt;
        payload["exp"] = issuedAt + (parsed.Duration(_lifetime, -UnixTime.LastSecond, UnixTime.LastSecond) ?? DefaultLifetime);
        string[] scopes = parsed.Values(_scopes);
        Set(payload, "scope", scopes.Length > 0 ? string.Join(' ', scopes) : null);
        if (parsed.GetValue(_claimsFile) is string path)
        {
            Merge(payload, InputFile.LoadKeys(_claimsFile.Name, path, content => Parse(TokenLines.SkipMark(content), out string? problem) ?? throw new FormatException(problem)));
        }

        Merge(payload, ClaimTexts.Read(_claim.Name, parsed.Values(_claim)));
        Merge(payload, _claims, parsed.GetValue(_claims));
        return Bytes(payload);
    }

    // RFC 7519 section 4.1.3.
    private static JsonNode? Audience(string[] audiences) => audiences.Length switch
    {
        0 => null,
        1 => audiences[0],
        _ => new JsonArray([.. audiences.Select(audience => (JsonNode)audience)]),
    };

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }

    private static void Merge(JsonObject target, Option option, string? json)
    {
        if (json is not null)
        {
            Merge(target, Parse(Encoding.UTF8.GetBytes(json), out string? problem) ?? throw new UsageException($"{option.Name}: {problem}"));
        }
    }

    private static void Merge(JsonObject target, JsonObject members)
    {
        foreach ((string name, JsonNode? value) in members)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> json, out string? problem)
    {
        if (!JsonFaults.TryParse(json, out JsonElement value, out problem))
        {
            return null;
        }

        problem = value.ValueKind == JsonValueKind.Object ? null : "it is not a JSON object.";
        return problem is null ? JsonObject.Create(value) : null;
    }

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(SafeJson.Text(writer => json.WriteTo(writer)));
}
