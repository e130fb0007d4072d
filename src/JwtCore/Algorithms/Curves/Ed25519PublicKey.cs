using JwtCore.Text;

namespace JwtCore.Algorithms;

/// <summary>
/// An Ed25519 public key (RFC 8032 section 5.1.5): the canonical encoding of a point on the curve that is not of small order.
/// Immutable and safe for concurrent use.
/// </summary>
internal sealed class Ed25519PublicKey : KeyMaterial
{
    /// <summary>The length of a key in bytes.</summary>
    public const int Size = EdwardsEncoding.Size;

    // A hash object has no key, so one pool serves all.
    private static readonly Sha512Pool Hashes = new();

    private readonly byte[] _encoded;
    private readonly EdwardsPoint _negative;
    private MultiplesTable? _multiples;

    private Ed25519PublicKey(ReadOnlySpan<byte> encoded, in EdwardsPoint point)
    {
        _encoded = encoded.ToArray();
        _negative = point.Negate();
    }

    public override string KeyType => "OKP";

    /// <summary>The encoded point.</summary>
    public ReadOnlySpan<byte> X => _encoded;

    public override ulong Hash => KeyedHash.Of(_encoded);

    /// <summary>
    /// The multiples that a verification needs. Threads that meet here before there are any compute them twice, which is
    /// harmless: what a reader sees is always a complete table.
    /// </summary>
    private MultiplesTable Multiples
    {
        get
        {
            MultiplesTable? multiples = Volatile.Read(ref _multiples);
            if (multiples is null)
            {
                multiples = Ed25519Equation.Multiples(_negative);
                Volatile.Write(ref _multiples, multiples);
            }

            return multiples;
        }
    }

    /// <summary>
    /// The key, or null and the reason. Its multiples are computed in the background if a policy of this process names the
    /// algorithm, otherwise when it first verifies.
    /// </summary>
    /// <param name="key">The encoded point (RFC 8032 section 5.1.2): 32 bytes.</param>
    /// <param name="reason">Why there is no key.</param>
    public static Ed25519PublicKey? TryCreate(ReadOnlySpan<byte> key, out string? reason)
    {
        if (key.Length != Size)
        {
            reason = "the key is not 32 bytes long.";
            return null;
        }

        reason = Decode(key, out EdwardsPoint point);
        if (reason is not null)
        {
            return null;
        }

        Ed25519PublicKey created = new(key, point);
        if (Ed25519SelfTest.Own.IsWanted)
        {
            created.PrepareInBackground();
        }

        return created;
    }

    /// <summary>Computes on another thread what the first verification would otherwise wait for.</summary>
    public void PrepareInBackground() => ThreadPool.UnsafeQueueUserWorkItem(static key => key.Prepare(), this, preferLocal: false);

    public override bool SameAs(KeyMaterial other) => other is Ed25519PublicKey key && X.SequenceEqual(key.X);

    /// <summary>Whether the owner of this key signed the message (RFC 8032 section 5.1.7). Allocates nothing from the second call on.</summary>
    /// <param name="message">The message as it stands, of any length.</param>
    /// <param name="signature">R and S.</param>
    /// <exception cref="OverflowException">A limb no longer fits: the code is wrong, and nothing may be accepted.</exception>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Ed25519Equation.SignatureSize)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[2 * Size];
        signature[..Size].CopyTo(prefix);
        _encoded.CopyTo(prefix[Size..]);
        Span<byte> hash = stackalloc byte[HashFunction.LargestSize];
        Hashes.Hash(prefix, message, hash);
        return Ed25519Equation.Holds(Multiples, hash, signature);
    }

    private static string? Decode(ReadOnlySpan<byte> key, out EdwardsPoint point)
    {
        try
        {
            return EdwardsEncoding.Decode(key, out point) ?? (point.HasSmallOrder() ? "the point is of small order." : null);
        }
        catch (OverflowException)
        {
            // The code is wrong. One key is lost, and not the set that has it.
            point = default;
            return "the curve code of this process failed.";
        }
    }

    private void Prepare()
    {
        try
        {
            // The self-test compiles what a verification runs, so that no token waits for it.
            if (Ed25519SelfTest.Own.HasPassed)
            {
                _ = Multiples;
            }
        }
        catch (Exception)
        {
            // On a thread of the pool it would end the process. A verification meets the same, and the token is refused.
        }
    }
}
