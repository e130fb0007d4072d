using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Facts;

/// <summary>The facts of a token, each looked for when it is asked for: a ledger asks for few.</summary>
internal sealed class FactSet
{
    private static readonly Dictionary<string, Fact> ByName = TokenFacts.All.ToDictionary(fact => fact.Name, StringComparer.Ordinal);

    private readonly Func<string, bool> _has;

    /// <summary>The facts of a token.</summary>
    public FactSet(Setting setting, string token)
    {
        Lazy<TokenView> view = new(() => new TokenView(setting, token), LazyThreadSafetyMode.None);
        _has = name => ByName[name].IsTrue(view.Value);
    }

    /// <summary>These facts and no others.</summary>
    public FactSet(params string[] names) => _has = names.Contains;

    public bool Has(string name) => _has(name);

    /// <summary>All facts that hold, in ordinal order.</summary>
    public IEnumerable<string> Names() => ByName.Keys.Where(Has).Order(StringComparer.Ordinal);
}
