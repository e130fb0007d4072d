using System.Text;
using JwtCore.Testing;

namespace JwtCore.Fuzz.Tokens;

/// <summary>The keys that tokens are signed with. The secrets are the same in every process, so that an input means the same.</summary>
internal static class SigningKeys
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];

    /// <summary>Those that sign fast and always alike.</summary>
    public static TestKeyPair[] Secrets { get; } =
    [
        FromSecret(0, JwtAlgorithm.HS256, "hs"), FromSecret(1, JwtAlgorithm.HS384, "hs-384"), FromSecret(2, JwtAlgorithm.HS512, null), FromSecret(3, JwtAlgorithm.HS256, "other"),
    ];

    public static TestKeyPair Rsa { get; } = TestKeyPair.Create(JwtAlgorithm.RS256, "rs");

    public static TestKeyPair Ec { get; } = TestKeyPair.Create(JwtAlgorithm.ES256, "es");

    /// <summary>All of them, and two more without a key id.</summary>
    public static JwkSet All { get; } = Set([.. Secrets, Rsa, Ec, Rsa.With(JwtAlgorithm.PS256, null), FromSecret(4, JwtAlgorithm.HS512, null)]);

    public static TestKeyPair FromSecret(int number, JwtAlgorithm algorithm, string? keyId) =>
        TestKeyPair.FromSecret([.. Secret.Select(value => (byte)(value ^ (number * 37)))], algorithm, keyId);

    public static JwkSet Set(params TestKeyPair[] pairs) => new(pairs.Select(pair => Read(pair)));

    /// <summary>The key as the core reads it, bound to an issuer if one is given.</summary>
    public static Jwk Read(TestKeyPair pair, string? issuer = null)
    {
        System.Text.Json.Nodes.JsonObject jwk = pair.ToJwk();
        if (issuer is not null)
        {
            jwk["issuer"] = issuer;
        }

        return Jwk.Parse(Encoding.UTF8.GetBytes(jwk.ToJsonString()));
    }
}
