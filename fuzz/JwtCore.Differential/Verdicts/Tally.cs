namespace JwtCore.Differential.Verdicts;

/// <summary>What was counted. Not safe for concurrent use: each worker has its own, and they are added up.</summary>
internal sealed class Tally
{
    /// <summary>Tokens by setting.</summary>
    public SortedDictionary<string, long> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Tokens judged by each library, and accepted.</summary>
    public SortedDictionary<string, (long Judged, long Accepted, long Disagreed)> Libraries { get; } = new(StringComparer.Ordinal);

    /// <summary>Verdicts of JwtCore.</summary>
    public SortedDictionary<string, long> Verdicts { get; } = new(StringComparer.Ordinal);

    /// <summary>For each damage: the tokens that have it, and for each library how many it accepted.</summary>
    public SortedDictionary<string, (long Tokens, SortedDictionary<string, long> Accepted)> Kinds { get; } = new(StringComparer.Ordinal);

    /// <summary>How often an entry explained a disagreement of a library, with others or alone.</summary>
    public Dictionary<(int Entry, string Library), long> Explained { get; } = [];

    /// <summary>How often no other entry would have explained it.</summary>
    public Dictionary<(int Entry, string Library), long> Needed { get; } = [];

    /// <summary>The first tokens about which an unlisted disagreement was found, by its kind.</summary>
    public SortedDictionary<string, (long Count, string First)> Unlisted { get; } = new(StringComparer.Ordinal);

    public long Tokens => Settings.Values.Sum();

    public void Count(string setting, IEnumerable<string> kinds, IReadOnlyList<(string Library, Verdict Verdict)> verdicts)
    {
        Add(Settings, setting, 1);
        string own = verdicts[0].Verdict.IsAccepted ? "None" : verdicts[0].Verdict.Code;
        Add(Verdicts, own, 1);
        foreach ((string library, Verdict verdict) in verdicts)
        {
            Add(library, 1, verdict.IsAccepted ? 1 : 0, verdict.IsAccepted != verdicts[0].Verdict.IsAccepted ? 1 : 0);
        }

        foreach (string kind in kinds)
        {
            SortedDictionary<string, long> accepted = Kind(kind, 1);
            foreach ((string library, Verdict verdict) in verdicts)
            {
                Add(accepted, library, verdict.IsAccepted ? 1 : 0);
            }
        }
    }

    public void Explain(IReadOnlyList<int> entries, string library)
    {
        foreach (int entry in entries)
        {
            Explained[(entry, library)] = Explained.GetValueOrDefault((entry, library)) + 1;
        }

        if (entries.Count == 1)
        {
            Needed[(entries[0], library)] = Needed.GetValueOrDefault((entries[0], library)) + 1;
        }
    }

    /// <summary>Counts a disagreement that the ledger does not have.</summary>
    /// <returns>Whether it is the first of its kind.</returns>
    public bool Report(string kind, string token)
    {
        (long count, string first) = Unlisted.GetValueOrDefault(kind, (0, token));
        Unlisted[kind] = (count + 1, first);
        return count == 0;
    }

    public void Add(Tally other)
    {
        AddAll(Settings, other.Settings);
        AddAll(Verdicts, other.Verdicts);
        AddAll(Explained, other.Explained);
        AddAll(Needed, other.Needed);
        foreach ((string library, (long judged, long accepted, long disagreed)) in other.Libraries)
        {
            Add(library, judged, accepted, disagreed);
        }

        foreach ((string kind, (long tokens, SortedDictionary<string, long> accepted)) in other.Kinds)
        {
            AddAll(Kind(kind, tokens), accepted);
        }

        foreach ((string kind, (long count, string first)) in other.Unlisted)
        {
            Unlisted[kind] = Unlisted.TryGetValue(kind, out (long Count, string First) own) ? (own.Count + count, own.First) : (count, first);
        }
    }

    private static void Add<T>(IDictionary<T, long> counts, T key, long count)
        where T : notnull => counts[key] = (counts.TryGetValue(key, out long own) ? own : 0) + count;

    private static void AddAll<T>(IDictionary<T, long> counts, IEnumerable<KeyValuePair<T, long>> others)
        where T : notnull
    {
        foreach ((T key, long count) in others)
        {
            Add(counts, key, count);
        }
    }

    private void Add(string library, long judged, long accepted, long disagreed)
    {
        (long Judged, long Accepted, long Disagreed) own = Libraries.GetValueOrDefault(library);
        Libraries[library] = (own.Judged + judged, own.Accepted + accepted, own.Disagreed + disagreed);
    }

    private SortedDictionary<string, long> Kind(string kind, long tokens)
    {
        (long count, SortedDictionary<string, long> accepted) = Kinds.TryGetValue(kind, out (long Tokens, SortedDictionary<string, long> Accepted) own) ? own : (0, new(StringComparer.Ordinal));
        Kinds[kind] = (count + tokens, accepted);
        return accepted;
    }
}
