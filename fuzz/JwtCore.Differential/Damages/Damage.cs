using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Damages;

/// <summary>One kind of damage: before the signature, so that the signature covers it, or behind it.</summary>
internal sealed class Damage
{
    private readonly Func<Signed, bool>? _fits;

    private Damage(string kind, Action<Draft>? toDraft, Action<Signed, Random>? toSigned, Func<Signed, bool>? fits = null)
    {
        _fits = fits;
        Kind = kind;
        ToDraft = toDraft;
        ToSigned = toSigned;
    }

    /// <summary>The name in the record.</summary>
    public string Kind { get; }

    public Action<Draft>? ToDraft { get; }

    public Action<Signed, Random>? ToSigned { get; }

    /// <summary>Damage that is signed.</summary>
    public static Damage Before(string kind, Action<Draft> damage) => new(kind, damage, null);

    /// <summary>Damage to what is signed.</summary>
    /// <param name="kind">The name in the record.</param>
    /// <param name="damage">The damage.</param>
    /// <param name="fits">Which tokens it can be done to; null for all.</param>
    public static Damage After(string kind, Action<Signed, Random> damage, Func<Signed, bool>? fits = null) => new(kind, null, damage, fits);

    public bool Fits(Draft draft) => ToDraft is not null && draft.Header.Count > 0 && draft.Payload.Count > 0;

    public bool Fits(Signed token) => ToSigned is not null && token.Signature.Length > 1 && _fits?.Invoke(token) != false;

    public static T Pick<T>(Random random, params ReadOnlySpan<T> items) => items[random.Next(items.Length)];
}
