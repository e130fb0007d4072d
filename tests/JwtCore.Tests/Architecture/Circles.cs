namespace JwtCore.Tests.Architecture;

/// <summary>Parts of the core that use each other, directly or over others.</summary>
internal static class Circles
{
    /// <summary>The circles among top-level folders, the root being the folder with the empty name.</summary>
    public static string[] OfFolders(IEnumerable<(string From, string Symbol, string To)> references) => Of(references, Layers.Folder);

    /// <summary>The circles among files. All files of a type that is cut into several are one.</summary>
    public static string[] OfFiles(IEnumerable<(string From, string Symbol, string To)> references) =>
        Of(references, path => path[(path.LastIndexOf('/') + 1)..].Split('.')[0]);

    // Each circle as the names of all that belong to it: whatever reaches another part and is reached from it.
    private static string[] Of(IEnumerable<(string From, string Symbol, string To)> references, Func<string, string> nameOf)
    {
        ILookup<string, string> uses = references
            .Select(reference => (From: nameOf(reference.From), To: nameOf(reference.To)))
            .Where(use => use.From != use.To)
            .Distinct()
            .ToLookup(use => use.From, use => use.To);
        Dictionary<string, HashSet<string>> reached = uses.Select(part => part.Key).ToDictionary(part => part, part => Reach(part, uses));
        return
        [
            .. reached.Where(part => part.Value.Contains(part.Key))
                .Select(part => string.Join(" ", part.Value.Where(other => reached.TryGetValue(other, out HashSet<string>? back) && back.Contains(part.Key)).Order(StringComparer.Ordinal)))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static HashSet<string> Reach(string start, ILookup<string, string> uses)
    {
        HashSet<string> reached = [];
        Queue<string> open = new([start]);
        while (open.TryDequeue(out string? next))
        {
            foreach (string used in uses[next].Where(reached.Add))
            {
                open.Enqueue(used);
            }
        }

        return reached;
    }
}
