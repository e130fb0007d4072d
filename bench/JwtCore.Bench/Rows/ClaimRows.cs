using System.Text;
using JwtCore.Competitors;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>Reading a claim of a verified token.</summary>
internal static class ClaimRows
{
    public const string Area = "claim access";

    // The one verification that each call begins with takes no part of a nanosecond of a row.
    private const int Times = 4096;

    private delegate bool Read(in VerifiedToken token);

    public static IEnumerable<RowGroup> Make()
    {
        TestKeyPair pair = Sample.Pair(JwtAlgorithm.HS256);
        string token = Sample.Token(pair);
        yield return Group("registered text", "Subject", static (in token) => token.Subject == "248289761001-auth-user"u8);
        yield return Group("registered time", "ExpiresAt", static (in token) => token.ExpiresAt is not null);
        yield return Group("audience", "Audiences.Contains", static (in token) => token.Audiences.Contains("https://api.example.com"u8));
        yield return Group("first of 12", "TryGetClaim", static (in token) => token.TryGetClaim("iss"u8, out _));
        yield return Group("absent", "TryGetClaim", static (in token) => !token.TryGetClaim("department"u8, out _));
        yield return Group(
            "last of 12, compared",
            "TryGetClaim, TextEquals",
            static (in token) => token.TryGetClaim("email"u8, out ClaimValue value) && value.TextEquals("sample.user@example.com"u8),
            Row.Of(Field.ReadClaim(token, "email", "sample.user@example.com", Times), Times));
        yield return Group("number", "TryGetClaim, TryGetInt64", static (in token) => token.TryGetClaim("iat"u8, out ClaimValue value) && value.TryGetInt64(out _));
        yield return Group("last of 12, as a string", "TryGetClaim, GetString", static (in token) => token.TryGetClaim("email"u8, out ClaimValue value) && value.GetString() is not null, allowance: "the string");
        yield return Group("everything, to keep", "ToClaims", static (in token) => token.ToClaims() is not null, allowance: "the result is an object of its own");

        RowGroup Group(string subject, string name, Read read, IEnumerable<Row>? others = null, string? allowance = null)
        {
            JwtVerifier verifier = Sample.Verifier(pair);
            byte[] bytes = Encoding.UTF8.GetBytes(token);
            Row own = new(Row.Ours, name, () =>
            {
                bool works = verifier.TryVerify(bytes, out VerifiedToken verified);
                for (int i = 0; i < Times; i++)
                {
                    works &= read(in verified);
                }

                return works;
            })
            {
                Operations = Times,
                IsRival = true,
                Allowance = allowance,
                AllowedBytes = allowance is null ? 0 : null,
            };
            return new RowGroup(Area, subject, [own, .. others ?? []]) { Claims = Sample.Usual };
        }
    }
}
