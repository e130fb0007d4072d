using System.Text;
using FsCheck;
using FsCheck.Fluent;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

/// <summary>Claims that come without a token against their twin, and against the verifier that reads the same payload in a token.</summary>
public class ClaimsProperties
{
    private static readonly string[] Names =
        ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "azp", "scope", "scp", "active", "cnf", "x", "\\u0065xp", "EXP", "m\\u00e9"];

    private static readonly string[] Values =
    [
        "\"a\"", "\"\"", "\"a b\"", "\"\\u0061\\/b\"", "[]", "[\"a\"]", "[\"a\",\"b c\"]", "[\"a\",1]", "null", "true", "false", "{}", "{\"a\":1}", "{\"a\":1,\"a\":1}",
        "0", "-0", "-1", "1767225600", "1767225600.5", "1.7672256e9", "253402300799", "253402300800", "253402300801", "1767225600000", "1e400", "1e-400", "01", "\"1767225600\"", "\"\\ud800\"",
    ];

    private static readonly JwtVerifier Verifier = Tokens.Verifier(TestPolicies.With(
        issuer: Expected.Any, audience: Expected.Any, tolerate: Tolerance.MissingExpiration | Tolerance.UnprovenPossession));

    [Fact]
    public void Claims_without_a_token_are_read_as_their_twin_reads_them() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            byte[] json = Make(new Random(seed));
            bool isTaken = false;
            TokenClaims? claims = null;
            Assert.Equal(0, Exceptions.CountDuring(() => isTaken = TokenClaims.TryFromJson(json, out claims)));
            Assert.Equal(isTaken, claims is not null);
            Assert.Equal(NaiveClaims.Read(json), claims is null ? null : NaiveClaims.Text(claims));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void Claims_without_a_token_are_those_that_the_verifier_reads_in_one() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            byte[] json = Make(new Random(seed));
            Verifier.TryVerify(Hmac.Pair.Sign(Encoding.UTF8.GetString(json)), out VerifiedToken verified);
            bool isTaken = TokenClaims.TryFromJson(json, out TokenClaims? claims);

            // An empty payload is no segment.
            Assert.Equal(verified.Error is not (VerifyError.NotCompactJws or VerifyError.PayloadMalformed or VerifyError.ClaimMalformed), isTaken);
            if (verified.Error == VerifyError.None)
            {
                Assert.Equal(NaiveClaims.Text(verified.ToClaims()), NaiveClaims.Text(claims!));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    // Mostly well-formed, so that most of it is about the claims.
    private static byte[] Make(Random random)
    {
        List<string> members = [];
        for (int i = random.Next(8); i >= 0; i--)
        {
            members.Add($"\"{Names[random.Next(Names.Length)]}\":{Values[random.Next(Values.Length)]}");
        }

        string json = $"{{{string.Join(random.Next(20) == 0 ? " , " : ",", members)}}}";
        return Encoding.UTF8.GetBytes(random.Next(20) == 0 ? json[..random.Next(json.Length)] : json);
    }
}
