namespace JwtCore.Policies;

/// <summary>
/// Encoded headers of one policy that a verified token had, each with the choice it led to: the next token with the same
/// header bytes needs no parsing. They belong to one set of keys and are forgotten with it. At most a handful, and never
/// replaced, so that headers which differ from token to token cost no memory. Safe for concurrent use.
/// </summary>
internal sealed class KnownHeaders
{
    // A few keys in rotation, each under a few types.
    private const int Most = 8;

    // Many times the length of a header without certificates: a policy remembers at most 8 KiB of headers.
    private const int Longest = 1024;

    private Generation _generation = new(null, []);

    /// <summary>How many headers are remembered now.</summary>
    public int Count => Volatile.Read(ref _generation).Plans.Length;

    /// <summary>The choice that a header is known to lead to with these keys.</summary>
    public bool TryFind(ReadOnlySpan<byte> header, JwkSet? keys, out KeyChoice choice)
    {
        Generation generation = Volatile.Read(ref _generation);
        if (keys is not null && ReferenceEquals(generation.Keys, keys))
        {
            foreach (Plan plan in generation.Plans)
            {
                if (header.SequenceEqual(plan.Header))
                {
                    choice = plan.Choice;
                    return true;
                }
            }
        }

        choice = default;
        return false;
    }

    /// <summary>Whether a header may be remembered: it is not yet, it is short enough, and there is room.</summary>
    /// <param name="header">The encoded header of a token whose signature verified.</param>
    /// <param name="keys">The keys that its choice is made from.</param>
    public bool MayAdd(ReadOnlySpan<byte> header, JwkSet keys)
    {
        Generation known = Volatile.Read(ref _generation);
        return header.Length <= Longest
            && (!ReferenceEquals(known.Keys, keys) || (known.Plans.Length < Most && !IsAmong(known.Plans, header)));
    }

    /// <summary>Remembers a header, if it may be.</summary>
    /// <param name="header">The encoded header; nothing else may write to it.</param>
    /// <param name="choice">The choice that it leads to.</param>
    public void Add(byte[] header, KeyChoice choice)
    {
        Generation known = Volatile.Read(ref _generation);
        if (!MayAdd(header, choice.Keys))
        {
            return;
        }

        // Who loses a race leaves it to the next token.
        Plan plan = new(header, choice);
        bool isCurrent = ReferenceEquals(known.Keys, choice.Keys);
        Interlocked.CompareExchange(ref _generation, new Generation(choice.Keys, isCurrent ? [.. known.Plans, plan] : [plan]), known);
    }

    // Several threads may have missed the same header together.
    private static bool IsAmong(Plan[] plans, ReadOnlySpan<byte> header)
    {
        foreach (Plan plan in plans)
        {
            if (header.SequenceEqual(plan.Header))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Plan(byte[] Header, KeyChoice Choice);

    private sealed record Generation(JwkSet? Keys, Plan[] Plans);
}
