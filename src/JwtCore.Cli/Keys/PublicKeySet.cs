using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Keys;

namespace JwtCore.Cli;

/// <summary>
/// A JWK Set that is published, entry by entry as it is written: entries that this program cannot use stay for those who can. A
/// private or secret key is refused, never copied.
/// </summary>
internal sealed class PublicKeySet
{
    private readonly JsonObject _set;
    private readonly JsonArray _keys;
    private readonly bool _isIndented;

    private PublicKeySet(JsonObject set, bool isIndented)
    {
        _set = set;
        _keys = (JsonArray)set["keys"]!;
        _isIndented = isIndented;
    }

    public static PublicKeySet Empty => new(new JsonObject { ["keys"] = new JsonArray() }, isIndented: false);

    /// <summary>The number of entries.</summary>
    public int Count => _keys.Count;

    /// <summary>Reads a set.</summary>
    /// <exception cref="FormatException">It is no JWK Set, or has an entry that nobody may publish.</exception>
    public static PublicKeySet Parse(byte[] text)
    {
        ReadOnlySpan<byte> json = TokenLines.SkipMark(text);
        if (!JsonFaults.TryParse(json, out JsonElement value, out string? problem))
        {
            throw new FormatException(problem);
        }

        if (value.ValueKind != JsonValueKind.Object || JsonObject.Create(value) is not { } set || set["keys"] is not JsonArray keys)
        {
            throw new FormatException("it is not a JWK Set: an object with an array keys.");
        }

        for (int i = 0; i < keys.Count; i++)
        {
            JsonObject entry = keys[i] as JsonObject ?? throw new FormatException($"entry {i} is not an object.");
            if (Text(entry, "kty") == "oct" || JwkReader.PrivateMembers.Any(entry.ContainsKey))
            {
                throw new FormatException($"entry {i} is a private or secret key, which a published set must not have.");
            }
        }

        return new PublicKeySet(set, json.TrimEnd(" \t\r\n"u8).Contains((byte)'\n'));
    }

    /// <summary>This set with one key more.</summary>
    /// <exception cref="UsageException">It has another key with that kid.</exception>
    public PublicKeySet With(JsonObject key)
    {
        if (Text(key, "kid") is string keyId && IndexOf(keyId) >= 0)
        {
            throw new UsageException($"--kid: entry {IndexOf(keyId)} of the set has this kid already.");
        }

        _keys.Add((JsonNode)key);
        return this;
    }

    /// <summary>This set with the entries of another. Equal ones count once.</summary>
    /// <param name="other">The other set; its members beside keys are left out.</param>
    /// <exception cref="FormatException">Both have a kid for different keys, so that tokens with it would be ambiguous.</exception>
    public PublicKeySet With(PublicKeySet other)
    {
        int own = _keys.Count;
        for (int i = 0; i < other._keys.Count; i++)
        {
            JsonObject key = (JsonObject)other._keys[i]!;
            if (_keys.Take(own).Any(known => JsonNode.DeepEquals(known, key)))
            {
                continue;
            }

            int rival = Text(key, "kid") is string keyId ? IndexOf(keyId) : -1;
            if (rival >= 0 && rival < own)
            {
                throw new FormatException($"entry {i} has the kid {QuotedText.Of(Text(key, "kid"))}, as entry {rival} of the earlier sets does, but differs from it.");
            }

            _keys.Add(key.DeepClone());
        }

        return this;
    }

    /// <summary>The text of a file, laid out as it was read.</summary>
    public string ToText()
    {
        using JsonDocument json = JsonDocument.Parse(Encoding.UTF8.GetBytes(SafeJson.Text(writer => _set.WriteTo(writer))));
        return (_isIndented ? string.Join('\n', SafeJson.Lines(json.RootElement)) : SafeJson.Text(json.RootElement)) + "\n";
    }

    private int IndexOf(string keyId)
    {
        for (int i = 0; i < _keys.Count; i++)
        {
            if (Text((JsonObject)_keys[i]!, "kid") == keyId)
            {
                return i;
            }
        }

        return -1;
    }

    private static string? Text(JsonObject entry, string name) =>
        entry.TryGetPropertyValue(name, out JsonNode? value) && value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
