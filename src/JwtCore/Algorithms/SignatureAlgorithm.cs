using System.Security.Cryptography;
using System.Text;

namespace JwtCore.Algorithms;

/// <summary>
/// One signature algorithm. The only place where a signature is judged. Closed: the families derive from it, and
/// <see cref="AlgorithmTable"/> lists its instances.
/// </summary>
internal abstract class SignatureAlgorithm
{
    /// <summary>The longest signature there is: ML-DSA-87 (FIPS 204 table 2).</summary>
    public const int LargestSignature = 4627;

    private protected SignatureAlgorithm(JwtAlgorithm id)
    {
        Id = id;
        Name = Encoding.ASCII.GetBytes(id.ToName());
    }

    public JwtAlgorithm Id { get; }

    /// <summary>The JWS <c>alg</c> in ASCII.</summary>
    public byte[] Name { get; }

    /// <summary>The JWK <c>kty</c> that the algorithm's keys have.</summary>
    public abstract string KeyType { get; }

    /// <summary>Why this platform cannot verify the algorithm, as one sentence; null where it can.</summary>
    public virtual string? Missing => null;

    /// <summary>The exact length in bytes of a signature by this key, or 0 when the key does not fit in type, curve or size.</summary>
    public abstract int SignatureLength(KeyMaterial key);

    /// <summary>Whether this key's owner signed these bytes with this algorithm. Never throws.</summary>
    /// <param name="key">A key that fits.</param>
    /// <param name="signingInput">The bytes as received (RFC 7515 section 5.2 step 8).</param>
    /// <param name="signature">The decoded signature.</param>
    public bool Verify(KeyMaterial key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        if (signature.IsEmpty || signature.Length != SignatureLength(key))
        {
            return false;
        }

        try
        {
            return VerifyCore(key, signingInput, signature);
        }
        catch (Exception exception) when (exception is CryptographicException or NotSupportedException or OverflowException)
        {
            // Some platforms report a number out of range in the signature by a CryptographicException; one that lacks an
            // algorithm says so when it is first used. Curve code of our own throws rather than computes with a number that
            // no longer fits.
            return false;
        }
    }

    /// <summary>A policy names this algorithm: what its first verification would wait for may begin.</summary>
    /// <param name="keys">The keys of the policy that are at hand, of any type.</param>
    public virtual void Prepare(IEnumerable<KeyMaterial> keys)
    {
    }

    /// <summary>Judges a signature of the right length.</summary>
    protected abstract bool VerifyCore(KeyMaterial key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature);
}
