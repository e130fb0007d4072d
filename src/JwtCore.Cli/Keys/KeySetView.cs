using System.Text;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>A key set with all its entries, those that cannot verify too.</summary>
internal sealed class KeySetView
{
    private KeySetView(IReadOnlyList<KeyEntry> entries, string? problem)
    {
        Entries = entries;
        Problem = problem;
    }

    /// <summary>In the order of the set.</summary>
    public IReadOnlyList<KeyEntry> Entries { get; }

    public IEnumerable<KeyEntry> Usable => Entries.Where(entry => entry.Key is not null);

    public IEnumerable<KeyEntry> Skipped => Entries.Where(entry => entry.Key is null);

    /// <summary>Why the whole text is refused, or null.</summary>
    public string? Problem { get; }

    public static KeySetView Of(Jwk key) => new([KeyEntry.Alone(key)], null);

    /// <summary>Reads a set.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isRemote">By the rules for sets that are fetched: public keys, so many entries and bytes.</param>
    /// <param name="publicOnly">By the first of them alone.</param>
    /// <param name="use">The use that keys may have.</param>
    public static KeySetView Read(byte[] text, bool isRemote, bool publicOnly = false, string use = JwkSet.DefaultUse)
    {
        RemoteJwksOptions rules = new();
        text = TokenLines.SkipMark(text).ToArray();
        if (isRemote && text.Length > rules.MaxBytes)
        {
            return new KeySetView([], $"The JWK Set is refused: it has {text.Length} bytes; the most is {rules.MaxBytes}.");
        }

        try
        {
            JwkSet set = JwkSet.Parse(text, isRemote || publicOnly, use);
            List<KeyEntry> entries = ReadEntries(text, set, isRemote || publicOnly, use);
            return isRemote && entries.Count > rules.MaxKeys
                ? new KeySetView([], $"The JWK Set is refused: it has {entries.Count} entries; the most is {rules.MaxKeys}.")
                : new KeySetView(entries, null);
        }
        catch (FormatException refusal)
        {
            return new KeySetView([], InputFile.IsUtf16(text) ? $"The JWK Set is refused: {InputFile.Utf16}" : refusal.Message);
        }
    }

    private static List<KeyEntry> ReadEntries(byte[] text, JwkSet set, bool isPublished, string use)
    {
        // As deep as the core looks; what it took has been checked.
        using JsonDocument json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
        JsonElement keys = json.RootElement.GetProperty("keys"u8);
        isPublished |= !keys.EnumerateArray().All(IsSecret);
        Dictionary<int, string> reasons = set.Skipped.ToDictionary(skipped => skipped.Index, skipped => skipped.Reason);
        List<KeyEntry> entries = [];
        foreach (JsonElement entry in keys.EnumerateArray())
        {
            int index = entries.Count;
            entries.Add(reasons.TryGetValue(index, out string? reason)
                ? new KeyEntry(index, null, reason) { IsPublishedSecret = isPublished && IsSecret(entry) }
                : KeyEntry.Usable(index, Only(entry, use), entry));
        }

        return entries;
    }

    // A key that stands by itself is read for the default use alone.
    private static Jwk Only(JsonElement entry, string use) => JwkSet.Parse(Encoding.UTF8.GetBytes($"{{\"keys\":[{entry.GetRawText()}]}}"), use: use).Keys[0];

    private static bool IsSecret(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("kty"u8, out JsonElement type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("oct"u8);
}
