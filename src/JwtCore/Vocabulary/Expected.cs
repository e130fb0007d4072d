using System.Collections;
using System.Runtime.CompilerServices;

namespace JwtCore;

/// <summary>
/// What a policy expects of one value: one text, one of several texts, or, by a visible word, anything.
/// Immutable. Written as <c>"https://issuer"</c>, <c>["a", "b"]</c> or <see cref="Any"/>.
/// </summary>
/// <remarks>Empty texts and empty lists are refused by the verifier's constructor, never read as "anything".</remarks>
[CollectionBuilder(typeof(Expected), nameof(OneOf))]
public sealed class Expected : IEnumerable<string>
{
    private readonly string[] _values;

    private Expected(string[] values, Expected? tenants = null)
    {
        _values = values;
        Tenants = tenants;
    }

    /// <summary>Waives the check.</summary>
    public static Expected Any { get; } = new([]);

    /// <summary>True for <see cref="Any"/> alone.</summary>
    public bool IsAny => ReferenceEquals(this, Any);

    /// <summary>The text of a template; null when this is none.</summary>
    internal string? TemplateText => Tenants is null ? null : _values[0];

    /// <summary>The tenants of a template; null when this is none.</summary>
    internal Expected? Tenants { get; }

    /// <summary>Expects one of several texts, compared ordinally.</summary>
    /// <param name="values">The texts; copied.</param>
    public static Expected OneOf(params ReadOnlySpan<string> values) => new(values.ToArray());

    /// <summary>
    /// Expects an issuer that names its tenant, as multi-tenant providers do. The one placeholder in braces matches a
    /// GUID, which must equal the token's own <c>tid</c> and be one of the tenants. For <see cref="VerificationPolicy.Issuer"/> alone.
    /// </summary>
    /// <param name="issuer">The issuer, such as <c>https://login.example.com/{tenantid}/v2.0</c>.</param>
    /// <param name="tenants">The tenants to accept, GUIDs compared ordinally as the provider writes them, or <see cref="Any"/>.</param>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static Expected Template(string issuer, Expected tenants)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(tenants);
        return new([issuer], tenants);
    }

    /// <summary>Expects exactly this text, compared ordinally.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator Expected(string value) => OneOf(value);

    /// <summary>Expects one of several texts, compared ordinally.</summary>
    /// <param name="values">The texts; copied.</param>
    public static implicit operator Expected(string[] values) => OneOf(values);

    /// <summary>The expected texts; none for <see cref="Any"/>.</summary>
    /// <returns>An enumerator over the texts.</returns>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_values).GetEnumerator();

    /// <summary>Whether the same is expected, in the same order.</summary>
    internal bool IsSameAs(Expected other) =>
        IsAny == other.IsAny
        && _values.AsSpan().SequenceEqual(other._values)
        && (Tenants is null ? other.Tenants is null : other.Tenants is not null && Tenants.IsSameAs(other.Tenants));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
