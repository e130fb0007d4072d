using System.Text;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>Scopes: asked for one by one, and required by the policy, with and without a hierarchy.</summary>
internal static class ScopeRows
{
    public const string Area = "scopes";

    private const int Times = 1024;

    private static readonly Dictionary<string, string[]> Hierarchy = new()
    {
        ["orders:admin"] = ["orders:write"],
        ["orders:write"] = ["orders:read"],
        ["orders:read"] = ["orders:list"],
    };

    private delegate bool Read(in VerifiedToken token);

    public static IEnumerable<RowGroup> Make()
    {
        TestKeyPair pair = Sample.Pair(JwtAlgorithm.HS256);
        byte[] bytes = Encoding.UTF8.GetBytes(Sample.Token(pair));
        yield return Ask("the last of 5", null, static (in token) => token.HasScope("orders:write"u8));
        yield return Ask("absent among 5", null, static (in token) => !token.HasScope("orders:admin"u8));
        yield return Ask("implied by another", Hierarchy, static (in token) => token.HasScope("orders:list"u8));
        yield return Ask("absent, with a hierarchy", Hierarchy, static (in token) => !token.HasScope("orders:admin"u8));

        JwtVerifier plain = new(Sample.Policy(pair));
        JwtVerifier required = new(Policy(null, ["orders:read", "orders:write"]));
        JwtVerifier implied = new(Policy(Hierarchy, ["orders:read", "orders:list"]));
        yield return new RowGroup(
            Area,
            "required by the policy",
            [
                new(Row.Ours, "TryVerify, no scope required", () => plain.TryVerify(bytes, out _)),
                new(Row.Ours, "TryVerify, two scopes required", () => required.TryVerify(bytes, out _)),
                new(Row.Ours, "TryVerify, two scopes required, one implied by a hierarchy", () => implied.TryVerify(bytes, out _)),
            ])
        {
            Algorithm = JwtAlgorithm.HS256,
            Claims = Sample.Usual,
        };

        RowGroup Ask(string subject, Dictionary<string, string[]>? hierarchy, Read read)
        {
            JwtVerifier verifier = new(Policy(hierarchy, []));
            return new RowGroup(Area, subject, [new(Row.Ours, "HasScope", () =>
            {
                bool works = verifier.TryVerify(bytes, out VerifiedToken verified);
                for (int i = 0; i < Times; i++)
                {
                    works &= read(in verified);
                }

                return works;
            }) { Operations = Times }]);
        }

        VerificationPolicy Policy(Dictionary<string, string[]>? hierarchy, IReadOnlyList<Expected> scopes) => new()
        {
            Issuer = Sample.Issuer,
            Audience = Sample.Audience,
            Algorithms = [pair.Algorithm],
            Keys = pair.ToJwkSet(),
            RequiredScopes = scopes,
            ImpliedScopes = hierarchy ?? [],
        };
    }
}
