namespace JwtCore.Algorithms;

/// <summary>
/// What a key is made of: an RSA, EC, Ed25519 or ML-DSA public key, or a shared secret. Types of their own, so that a
/// public key can never be used as a secret. Immutable and safe for concurrent use.
/// </summary>
internal abstract class KeyMaterial
{
    private protected KeyMaterial()
    {
    }

    /// <summary>The JWK <c>kty</c> (RFC 7518 section 6.1, RFC 8037 section 2, RFC 9964 section 3).</summary>
    public abstract string KeyType { get; }

    /// <summary>A hash of the key under the process's own secret, so that nobody can choose keys that collide.</summary>
    public abstract ulong Hash { get; }

    /// <summary>Whether both are the same key.</summary>
    public abstract bool SameAs(KeyMaterial other);
}
