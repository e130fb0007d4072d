namespace JwtCore.Text;

/// <summary>
/// The shapes of payloads that verified, and which of them came last. At most a handful, and never replaced, so that
/// shapes which differ from token to token cost no memory. Safe for concurrent use.
/// </summary>
internal sealed class MemberOrders
{
    // A few issuers, each with a few kinds of token.
    private const int Most = 16;

    private MemberOrder[] _shapes = [];
    private MemberOrder? _latest;

    /// <summary>How many shapes are known now.</summary>
    public int Count => Volatile.Read(ref _shapes).Length;

    /// <summary>The shape to expect.</summary>
    public MemberOrder? Latest => Volatile.Read(ref _latest);

    /// <summary>Expects from now on what came just now, if it is not what was expected.</summary>
    /// <param name="json">A payload whose token verified.</param>
    /// <param name="members">Its members.</param>
    /// <param name="table">The names that its policy reads.</param>
    public void Learn(ReadOnlySpan<byte> json, ref JsonMembers members, TextTable table)
    {
        if (members.Shape is not null || !MemberOrder.IsPlain(json, ref members))
        {
            return;
        }

        MemberOrder[] known = Volatile.Read(ref _shapes);
        foreach (MemberOrder shape in known)
        {
            if (ReferenceEquals(shape.Table, table) && shape.IsLike(ref members))
            {
                Volatile.Write(ref _latest, shape);
                return;
            }
        }

        if (known.Length < Most)
        {
            // Who loses a race leaves it to the next token.
            MemberOrder shape = new(json, ref members, table);
            Interlocked.CompareExchange(ref _shapes, [.. known, shape], known);
            Volatile.Write(ref _latest, shape);
        }
    }
}
