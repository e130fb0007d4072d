using JwtCore.Text;

namespace JwtCore.Rules;

/// <summary>
/// The token's scopes meet every requirement (RFC 6749 section 3.3): each is met by one of its scopes or by one that
/// implies it, compared ordinally; order does not matter. Immutable.
/// </summary>
internal sealed class ScopeRule
{
    private const string Name = "RequiredScopes";

    // For each requirement the scopes that meet it.
    private readonly TextTable[] _required;

    /// <exception cref="ArgumentException">A requirement has no scope, or one that is empty or has a character that no scope has.</exception>
    public ScopeRule(IEnumerable<Expected> required, ScopeHierarchy hierarchy) =>
        _required = [.. required.Select(scopes => new TextTable(Alternatives(scopes).SelectMany(hierarchy.Granting).Distinct()))];

    public VerifyError Check(Utf8List scopes)
    {
        foreach (TextTable alternatives in _required)
        {
            if (!ScopeHierarchy.HasOne(scopes, alternatives))
            {
                return VerifyError.InsufficientScope;
            }
        }

        return VerifyError.None;
    }

    private static Expected Alternatives(Expected? scopes)
    {
        if (scopes is null || scopes.IsAny || scopes.TemplateText is not null || !scopes.Any())
        {
            throw new RefusedArgumentException(Name, "has an entry that names no scope: null, an empty set, Expected.Any or a template.");
        }

        return scopes.All(ScopeSyntax.IsScope) ? scopes : throw new RefusedArgumentException(Name, $"has an entry that is not one scope {ScopeSyntax.Faults}.");
    }
}
