using System.Text.Json;
using System.Text.Unicode;
using JwtCore.Text;

namespace JwtCore.Keys;

/// <summary>Reads a JWK Set (RFC 7517 section 5). One bad entry costs that entry, a bad set costs the set.</summary>
internal static class JwkSetReader
{
    /// <summary>Entries are held to the limit of nesting one by one; this is where a set stops being worth reading.</summary>
    public const int Deepest = 1000;

    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = Deepest };

    private const string NoSet = "The text is not a JWK Set: ";

    private const string SecretBesidePublicKeys = $"{SkippedKey.SharedSecret} beside public keys: published with them, it is a secret that everybody has.";

    /// <exception cref="FormatException">The text is no JWK Set, or has too many entries.</exception>
    public static (List<Jwk> Keys, List<SkippedKey> Skipped) Read(ReadOnlySpan<byte> utf8Json, bool publicOnly, string use, int most = int.MaxValue)
    {
        utf8Json = KeyText.SkipMark(utf8Json);
        List<Jwk> keys = [];
        List<SkippedKey> skipped = [];
        List<Range> entries = FindEntries(utf8Json);
        if (entries.Count > most)
        {
            throw new FormatException($"The JWK Set is refused: it has {entries.Count} entries; the most is {most}.");
        }

        // RFC 7517 section 5 allows secrets beside public keys. In a published set that gives the secret away, in a private
        // one it invites the confusion of RFC 8725 section 2.1.
        bool readsSecrets = publicOnly || AreAllSecrets(utf8Json, entries);
        for (int i = 0; i < entries.Count; i++)
        {
            ReadOnlySpan<byte> entry = utf8Json[entries[i]];
            string? refusal = SecretBesidePublicKeys;
            Jwk? key = readsSecrets || !ClaimsToBeSecret(entry) ? JwkReader.Read(entry, publicOnly, use, out refusal) : null;
            if (key is null)
            {
                skipped.Add(new SkippedKey(i, refusal!));
            }
            else
            {
                keys.Add(key);
            }
        }

        return (keys, skipped);
    }

    private static List<Range> FindEntries(ReadOnlySpan<byte> utf8Json)
    {
        // The reader takes invalid UTF-8 inside strings.
        if (!Utf8.IsValid(utf8Json))
        {
            throw new FormatException(NoSet + "it is not UTF-8.");
        }

        try
        {
            return FindEntriesCore(utf8Json);
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
        {
            // Bad syntax, or a member name with a lone surrogate.
            throw new FormatException(NoSet + "it is not one JSON object.");
        }
    }

    private static List<Range> FindEntriesCore(ReadOnlySpan<byte> utf8Json)
    {
        List<Range>? entries = null;
        HashSet<string> names = new(StringComparer.Ordinal);
        Utf8JsonReader reader = new(utf8Json, AnyDepth);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException(NoSet + "its top level is not an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw new FormatException(NoSet + "it has two members of one name.");
            }

            reader.Read();
            if (name == "keys")
            {
                entries = ReadEntries(ref reader);
            }
            else
            {
                SkipValue(utf8Json, ref reader);
            }
        }

        // Reads to the end: nothing but space may follow.
        reader.Read();
        return entries ?? throw new FormatException(NoSet + NotAKeySet.Describe(utf8Json));
    }

    private static List<Range> ReadEntries(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException(NoSet + "its member keys is not an array.");
        }

        List<Range> entries = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            entries.Add(start..(int)reader.BytesConsumed);
        }

        return entries;
    }

    private static void SkipValue(ReadOnlySpan<byte> utf8Json, ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        JsonMembers members = default;
        JsonFlaw flaw = StrictJson.CheckValue(utf8Json[start..(int)reader.BytesConsumed], Limits.DeepestJson, ref members);
        members.Release();
        if (flaw != JsonFlaw.None)
        {
            throw new FormatException(NoSet + "a member beside keys is not strict JSON.");
        }
    }

    private static bool AreAllSecrets(ReadOnlySpan<byte> utf8Json, List<Range> entries)
    {
        foreach (Range entry in entries)
        {
            if (!ClaimsToBeSecret(utf8Json[entry]))
            {
                return false;
            }
        }

        return true;
    }

    // By every kty that the entry has, usable or not: it may be refused for its syntax, or claim two types.
    private static bool ClaimsToBeSecret(ReadOnlySpan<byte> entry)
    {
        bool isSecret = false;
        Utf8JsonReader reader = new(entry, AnyDepth);
        reader.Read();
        while (reader.TokenType != JsonTokenType.None && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isKeyType = IsText(ref reader, "kty"u8);
            reader.Read();
            if (isKeyType)
            {
                isSecret = reader.TokenType == JsonTokenType.String && IsText(ref reader, "oct"u8);
                if (!isSecret)
                {
                    return false;
                }
            }

            reader.Skip();
        }

        return isSecret;
    }

    private static bool IsText(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, so another text.
            return false;
        }
    }
}
