namespace JwtCore.Hosting;

/// <summary>Guesses what a name that is none was meant to be.</summary>
internal static class NearName
{
    // A word of the field, or of another library, that is not near any name.
    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Scope"] = SettingNames.RequiredScopes,
        ["Scopes"] = SettingNames.RequiredScopes,
        ["SigningKey"] = SettingNames.PublicKey,
        ["SigningKeys"] = SettingNames.PublicKey,
        ["Skew"] = SettingNames.ClockSkew,
        ["ValidAlgorithms"] = SettingNames.Algorithm,
        ["ValidTypes"] = SettingNames.Types,
        ["ValidateIssuer"] = SettingNames.AcceptAnyIssuer,
        ["ValidateAudience"] = SettingNames.AcceptAnyAudience,
        ["MetadataUri"] = SettingNames.MetadataAddress,
        ["RequestTimeout"] = SettingNames.BackchannelTimeout,
        ["Cooldown"] = SettingNames.RefreshInterval,
    };

    /// <summary>The nearest name in words to follow the wrong one; empty when none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known) => Find(name, known) is string near ? $" (did you mean {near}?)" : "";

    /// <summary>The nearest name, or null when none is near.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string[] all = [.. known];
        if (OtherWords.TryGetValue(name, out string? meant) && all.Contains(meant, StringComparer.Ordinal))
        {
            return meant;
        }

        // Names here are short. A text that is longer than all of them is near none.
        (string Name, int Distance) best = all.Select(one => (one, Distance(name, one))).OrderBy(one => one.Item2).FirstOrDefault(("", int.MaxValue));
        return best.Distance <= Math.Max(1, Math.Min(name.Length, best.Name.Length) / 4) ? best.Name : null;
    }

    // Changed, missing, added and swapped letters, whatever their case.
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > right.Length)
        {
            return int.MaxValue;
        }

        (left, right) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                cost[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                    cost[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[left.Length, right.Length];
    }
}
