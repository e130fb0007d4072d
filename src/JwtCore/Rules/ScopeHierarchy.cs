using JwtCore.Text;

namespace JwtCore.Rules;

/// <summary>
/// Which scopes grant which: every scope itself, and those that imply it directly or over others. Closed over once, so
/// that asking follows nothing; a circle makes its scopes equal. Immutable.
/// </summary>
internal sealed class ScopeHierarchy
{
    private readonly Dictionary<string, string[]> _granting;
    private readonly TextTable _implied;

    // For each implied scope the scopes that grant it.
    private readonly TextTable[] _tables;

    /// <exception cref="ArgumentException">An entry is no scope, or implies nothing.</exception>
    public ScopeHierarchy(IReadOnlyDictionary<string, string[]> implied)
    {
        Dictionary<string, List<string>> impliedBy = [];
        foreach ((string scope, string[] others) in implied)
        {
            if (others is null || others.Length == 0 || !others.Append(scope).All(ScopeSyntax.IsScope))
            {
                throw new RefusedArgumentException("ImpliedScopes", $"has an entry that implies nothing, or that is not one scope {ScopeSyntax.Faults}.");
            }

            foreach (string other in others)
            {
                (impliedBy.TryGetValue(other, out List<string>? scopes) ? scopes : impliedBy[other] = []).Add(scope);
            }
        }

        _granting = impliedBy.Keys.ToDictionary(scope => scope, scope => Close(scope, impliedBy));
        _implied = new TextTable((IEnumerable<string>)_granting.Keys);
        _tables = [.. _granting.Values.Select(scopes => new TextTable((IEnumerable<string>)scopes))];
    }

    /// <summary>The scopes any one of which grants this one: itself and those that imply it.</summary>
    public IReadOnlyList<string> Granting(string scope) => _granting.TryGetValue(scope, out string[]? scopes) ? scopes : [scope];

    /// <summary>Whether some scopes grant this one.</summary>
    public bool Grant(Utf8List scopes, ReadOnlySpan<byte> scope)
    {
        int index = _implied.Find(scope);
        return index < 0 ? scopes.Contains(scope) : HasOne(scopes, _tables[index]);
    }

    /// <summary>As for UTF-8.</summary>
    public bool Grant(IReadOnlyList<string> scopes, string scope)
    {
        if (!_granting.TryGetValue(scope, out string[]? granting))
        {
            return scopes.Contains(scope);
        }

        foreach (string one in granting)
        {
            if (scopes.Contains(one))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of some scopes is in a table.</summary>
    public static bool HasOne(Utf8List scopes, TextTable table)
    {
        foreach (Utf8Text scope in scopes)
        {
            if (table.Find(scope.Bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string[] Close(string scope, Dictionary<string, List<string>> impliedBy)
    {
        HashSet<string> found = [scope];
        Queue<string> open = new(found);
        while (open.TryDequeue(out string? next))
        {
            foreach (string one in impliedBy.GetValueOrDefault(next, []).Where(found.Add))
            {
                open.Enqueue(one);
            }
        }

        return [.. found];
    }
}
