using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Damages;

/// <summary>Signed by a key that must not, or that the header does not name (RFC 7517 section 4, RFC 8725 section 3.1).</summary>
internal static class KeyDamage
{
    public static readonly Damage[] All =
    [
        Damage.Before("signed by another key than kid says", draft => SignWith(draft, Another(draft), isNamed: false)),
        Damage.Before("signed by another key, without kid", draft =>
        {
            SignWith(draft, Another(draft), isNamed: false);
            HeaderDamage.Remove(draft.Header, "kid");
        }),
        Damage.Before("HMAC with a public key", draft =>
        {
            draft.Secret = Damage.Pick(draft.Random, KeyRing.Named("rs").PublicText, KeyRing.Named("ps").PublicText, KeyRing.Named("rs").Modulus);
            HeaderDamage.Set(draft.Header, "alg", "\"HS256\"");
            HeaderDamage.Set(draft.Header, "kid", Damage.Pick(draft.Random, "\"rs\"", "\"ps\"", "\"free\""));
        }),
        Damage.Before("HMAC with an empty or zero secret", draft => draft.Secret = Damage.Pick(draft.Random, [], new byte[32], new byte[64])),
        Named("key with use enc", "enc", "hs-enc"),
        Named("key for other operations", "ops", "ops"),
        Named("key for another alg", "oaep", "hs-512"),
        Named("key without alg", "free", "hs-free"),
        Named("key that is too short", "small", "hs-short"),
        Named("key under several algorithms", "both", "hs-free"),
        Named("key in another spelling", "spelt", "hs-free"),
        Named("key of another curve", "es384", "hs-free"),
        Damage.Before("key id that two keys have", draft => SignWith(draft, draft.Key.Type == "EC" ? KeyRing.Published.Where(key => key.KeyId == "twin").ElementAt(draft.Random.Next(2)) : draft.Key, isNamed: true)),
        Damage.Before("key id on two curves", draft => SignWith(draft, draft.Key.Type == "EC" ? KeyRing.Published.Last(key => key.KeyId == "curves") : draft.Key, isNamed: true)),
    ];

    // Of the same type, so that the algorithm stays; a single secret has no other.
    private static TestKey Another(Draft draft)
    {
        TestKey[] others = [.. KeyRing.All.Where(key => key.Type == draft.Key.Type && key != draft.Key && key.KeyId != "small" && (string?)key.Jwk["crv"] != "P-384")];
        return others[draft.Random.Next(others.Length)];
    }

    private static Damage Named(string kind, string rsa, string secret) => Damage.Before(kind, draft =>
    {
        TestKey key = KeyRing.Named(draft.Key.Type == "oct" ? secret : rsa);
        if (draft.Key.Type == key.Type)
        {
            SignWith(draft, key, draft.Random.Next(5) > 0);
        }
    });

    private static void SignWith(Draft draft, TestKey key, bool isNamed)
    {
        draft.Key = key;
        if (key.KeyId == "es384")
        {
            draft.Algorithm = "ES384";
        }

        if (isNamed)
        {
            HeaderDamage.Set(draft.Header, "kid", $"\"{key.KeyId}\"");
        }
    }
}
