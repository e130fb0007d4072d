namespace JwtCore;

/// <summary>An entry of a JWK Set that cannot verify anything, and why.</summary>
/// <param name="Index">The position in the <c>keys</c> array, from 0.</param>
/// <param name="Reason">One sentence for people. It quotes nothing of the entry.</param>
public readonly record struct SkippedKey(int Index, string Reason);
