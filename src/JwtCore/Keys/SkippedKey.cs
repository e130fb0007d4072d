namespace JwtCore;

/// <summary>An entry of a JWK Set that cannot verify anything, and why.</summary>
/// <param name="Index">The position in the <c>keys</c> array, from 0.</param>
/// <param name="Reason">One sentence for people. It quotes nothing of the entry.</param>
public readonly record struct SkippedKey(int Index, string Reason)
{
    /// <summary>What the reason says of a shared secret, whatever else it says.</summary>
    internal const string SharedSecret = "it is a shared secret (oct)";

    /// <summary>It is a secret that was published, and that everybody has now.</summary>
    internal bool IsSharedSecret => Reason.StartsWith(SharedSecret, StringComparison.Ordinal);
}
