namespace JwtCore.Text;

/// <summary>
/// The member orders of payloads that verified, and which of them came last. At most 16, each of at most
/// <see cref="MemberOrder.LongestNames"/> bytes of names, never replaced: whatever issuers write, all of them together take
/// less than 128 KB. Safe for concurrent use.
/// </summary>
internal sealed class MemberOrders
{
    // A few issuers, each with a few kinds of token.
    private const int Most = 16;

    private MemberOrder[] _orders = [];
    private MemberOrder? _latest;

    /// <summary>How many orders are known now.</summary>
    public int Count => Volatile.Read(ref _orders).Length;

    /// <summary>The order to expect.</summary>
    public MemberOrder? Latest => Volatile.Read(ref _latest);

    /// <summary>Expects from now on the order of a payload that did not come as expected.</summary>
    /// <param name="json">A payload whose token verified.</param>
    /// <param name="members">Its members.</param>
    /// <param name="table">The names that its policy reads.</param>
    public void Learn(ReadOnlySpan<byte> json, in JsonMembers members, TextTable table)
    {
        if (!MemberOrder.IsPlain(json, members))
        {
            return;
        }

        MemberOrder[] known = Volatile.Read(ref _orders);
        foreach (MemberOrder order in known)
        {
            if (ReferenceEquals(order.Table, table) && order.IsLike(members))
            {
                Volatile.Write(ref _latest, order);
                return;
            }
        }

        if (known.Length < Most)
        {
            // The thread that loses a race leaves it to the next token.
            MemberOrder order = new(json, members, table);
            Interlocked.CompareExchange(ref _orders, [.. known, order], known);
            Volatile.Write(ref _latest, order);
        }
    }
}
