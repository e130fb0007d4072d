using JwtCore.Keys;

namespace JwtCore;

/// <summary>
/// A JWK Set (RFC 7517 section 5): the keys that can verify, and for each entry that cannot, why it was skipped.
/// Immutable and safe for concurrent use.
/// </summary>
public sealed class JwkSet : KeySource
{
    internal const string DefaultUse = "sig";

    /// <summary>Collects keys. Keys equal in key id, algorithm, <c>issuer</c> and material count once.</summary>
    /// <param name="keys">The keys. One without a key id is used only for tokens without one.</param>
    public JwkSet(params IEnumerable<Jwk> keys)
        : this(keys, [], isOnItsOwn: false)
    {
    }

    private JwkSet(IEnumerable<Jwk> keys, IReadOnlyList<SkippedKey> skipped, bool isOnItsOwn)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Jwk[] all = [.. keys];
        if (Array.Exists(all, key => key is null))
        {
            throw new ArgumentException("One of the keys is null.", nameof(keys));
        }

        Jwk[] distinct = [.. all.Distinct(Jwk.ByContent)];
        Keys = Array.AsReadOnly(distinct);
        Skipped = skipped;
        IsOnItsOwn = isOnItsOwn;
        Index = new KeyIndex(distinct, isOnItsOwn);
    }

    /// <summary>The keys that can verify, in the order of the set.</summary>
    public IReadOnlyList<Jwk> Keys { get; }

    /// <summary>The entries that cannot, in the order of the set.</summary>
    public IReadOnlyList<SkippedKey> Skipped { get; }

    /// <summary>The set stands for one key that was given by itself.</summary>
    internal bool IsOnItsOwn { get; }

    internal KeyIndex Index { get; }

    internal override bool IsStatic => true;

    /// <summary>
    /// Reads a JWK Set. An entry that cannot verify is skipped with its reason; a set without a usable key is valid and
    /// verifies nothing. Shared secrets (<c>oct</c>) are skipped unless all entries are secrets. How lenient the reader is
    /// about the spelling of public keys: <see cref="Jwk.Parse"/>.
    /// </summary>
    /// <param name="utf8Json">One JSON object in UTF-8 with an array <c>keys</c>. A byte order mark before it is skipped (RFC 8259 section 8.1).</param>
    /// <param name="publicOnly">True for a set that came over the network: shared secrets and entries with private members are skipped.</param>
    /// <param name="use">
    /// The one value of <c>use</c> (RFC 7517 section 4.2) to take, compared exactly: <c>jwt-svid</c> for a SPIFFE bundle.
    /// Entries with another are skipped, also those with <c>sig</c> when it is not named here; entries without are taken.
    /// </param>
    /// <returns>The set.</returns>
    /// <exception cref="FormatException">The text is no JWK Set.</exception>
    /// <exception cref="ArgumentException"><paramref name="use"/> is null or empty.</exception>
    public static JwkSet Parse(ReadOnlySpan<byte> utf8Json, bool publicOnly = false, string use = DefaultUse)
    {
        ArgumentException.ThrowIfNullOrEmpty(use);
        (List<Jwk> keys, List<SkippedKey> skipped) = JwkSetReader.Read(utf8Json, publicOnly, use);
        return new JwkSet(keys, skipped.AsReadOnly(), isOnItsOwn: false);
    }

    /// <summary>
    /// The keys as a JWK Set, to be published: each as <see cref="Jwk.ToJson"/> writes it, in the order of
    /// <see cref="Keys"/>, without what was skipped. Written anew on each call.
    /// </summary>
    /// <returns>One JSON object, in ASCII, without spaces.</returns>
    /// <exception cref="InvalidOperationException">A key is a shared secret; nothing of the set is written then.</exception>
    public string ToJson() => JwkWriter.Write(this);

    internal override JwkSet? KeysAt(ref CallTime time) => this;

    internal override bool IsSameAs(KeySource other) =>
        other is JwkSet set && IsOnItsOwn == set.IsOnItsOwn && Keys.SequenceEqual(set.Keys, Jwk.ByContent);

    internal static JwkSet OnItsOwn(Jwk key) => new([key], [], isOnItsOwn: true);
}
