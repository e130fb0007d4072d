using System.Security.Cryptography;
using System.Text;

namespace JwtCore.Testing;

/// <summary>What private keys of every encoding have in common.</summary>
internal static class PrivateKeys
{
    public const string NotOneKey = "its numbers do not make one key.";

    private static readonly (string Name, string Oid, string[] Names, ECCurve Curve, JwtAlgorithm Algorithm)[] Curves =
    [
        ("P-256", "1.2.840.10045.3.1.7", ["nistP256", "ECDSA_P256"], ECCurve.NamedCurves.nistP256, JwtAlgorithm.ES256),
        ("P-384", "1.3.132.0.34", ["nistP384", "ECDSA_P384"], ECCurve.NamedCurves.nistP384, JwtAlgorithm.ES384),
        ("P-521", "1.3.132.0.35", ["nistP521", "ECDSA_P521"], ECCurve.NamedCurves.nistP521, JwtAlgorithm.ES512),
    ];

    public static FormatException Refused(string what, string reason) => new($"The private {what} is refused: {reason}");

    /// <summary>The hash of an algorithm of RFC 7518, and its size in bytes.</summary>
    public static (HashAlgorithmName Name, int Size) Hash(JwtAlgorithm algorithm) => ((int)algorithm % 3) switch
    {
        1 => (HashAlgorithmName.SHA256, 32),
        2 => (HashAlgorithmName.SHA384, 48),
        _ => (HashAlgorithmName.SHA512, 64),
    };

    public static ECCurve CurveOf(string name) => Array.Find(Curves, curve => curve.Name == name).Curve;

    public static JwtAlgorithm? AlgorithmOf(string curveName) =>
        Array.Find(Curves, curve => curve.Name == curveName) is { Name: not null } known ? known.Algorithm : null;

    public static JwtAlgorithm? AlgorithmOf(ECCurve? curve) => Find(curve) is { Name: not null } found ? found.Algorithm : null;

    /// <summary>The <c>crv</c> of a curve that an algorithm has.</summary>
    public static string NameOf(ECCurve curve) => Find(curve).Name;

    // Some platforms name a curve without its number.
    private static (string Name, string Oid, string[] Names, ECCurve Curve, JwtAlgorithm Algorithm) Find(ECCurve? curve) =>
        curve is { IsNamed: true, Oid: Oid oid }
            ? Array.Find(Curves, known => known.Oid == oid.Value || (oid.Value is null && known.Names.Contains(oid.FriendlyName)))
            : default;

    /// <summary>What the platform makes of a key, or null when it refuses.</summary>
    public static T? Import<T>(Func<T> import)
        where T : class
    {
        try
        {
            return import();
        }
        catch (CryptographicException)
        {
            // Not this type of key, or numbers that do not belong together.
            return null;
        }
    }

    /// <summary>The pair when the core takes its public half and what it signs verifies with that half.</summary>
    /// <exception cref="FormatException">The key is too small or too large, or its halves are of two keys.</exception>
    public static TestKeyPair Checked(TestKeyPair pair, string what)
    {
        Jwk key = Parse(pair, what);
        JwtVerifier verifier = new(new VerificationPolicy
        {
            Issuer = Expected.Any,
            Audience = Expected.Any,
            Algorithms = [pair.Algorithm],
            Keys = key,
            Tolerate = Tolerance.MissingExpiration,
        });
        string? token = Import(() => pair.Sign("{}"));
        return token is not null && verifier.TryVerify(token, out _) ? pair : throw Refused(what, NotOneKey);
    }

    private static Jwk Parse(TestKeyPair pair, string what)
    {
        const string Prefix = "The JWK is refused: ";
        try
        {
            return Jwk.Parse(Encoding.UTF8.GetBytes(pair.ToJwk().ToJsonString()));
        }
        catch (FormatException refusal)
        {
            // The same sentence, under the name of what was read.
            throw Refused(what, refusal.Message.Replace(Prefix, null, StringComparison.Ordinal));
        }
    }
}
