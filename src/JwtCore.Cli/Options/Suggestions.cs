namespace JwtCore.Cli;

/// <summary>Names that somebody may have meant. What was typed is compared and never repeated: it may be a token.</summary>
internal static class Suggestions
{
    private const int Most = 3;
    private const int LongestName = 30;
    private const int LeastPrefix = 3;

    /// <summary>A sentence with the nearest names, or nothing when none is near.</summary>
    /// <param name="typed">What was typed, with its dashes.</param>
    /// <param name="names">The names that there are.</param>
    public static string Of(string typed, IEnumerable<string> names)
    {
        int end = typed.AsSpan().IndexOfAny('=', ':');
        string word = (end < 0 ? typed : typed[..end]).TrimStart('-').ToLowerInvariant();
        if (word.Length is 0 or > LongestName)
        {
            return "";
        }

        string[] near = [.. names.Select(name => (Name: name, Distance: Distance(word, name.TrimStart('-')))).Where(item => item.Distance is not null).OrderBy(item => item.Distance).Take(Most).Select(item => item.Name)];
        return near.Length == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    // 0 for the beginning of a name, or a name with more around it; else the changes of single letters, when they are few.
    private static int? Distance(string typed, string name)
    {
        if ((typed.Length >= LeastPrefix && name.StartsWith(typed, StringComparison.Ordinal))
            || (name.Length >= LeastPrefix && (typed.StartsWith(name, StringComparison.Ordinal) || typed.EndsWith("-" + name, StringComparison.Ordinal))))
        {
            return 0;
        }

        int changes = Changes(typed, name);
        return changes <= Math.Max(1, name.Length / 3) ? changes : null;
    }

    // Letters put in, left out, replaced, and neighbours swapped.
    private static int Changes(string typed, string name)
    {
        int[,] changes = new int[typed.Length + 1, name.Length + 1];
        for (int i = 0; i <= typed.Length; i++)
        {
            for (int j = 0; j <= name.Length; j++)
            {
                changes[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(changes[i - 1, j], changes[i, j - 1]) + 1,
                    changes[i - 1, j - 1] + (typed[i - 1] == name[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && typed[i - 1] == name[j - 2] && typed[i - 2] == name[j - 1])
                {
                    changes[i, j] = Math.Min(changes[i, j], changes[i - 2, j - 2] + 1);
                }
            }
        }

        return changes[typed.Length, name.Length];
    }
}
