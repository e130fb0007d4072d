using System.Text;
using JwtCore.Competitors;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>A good token from its bytes to its verdict, beside the floor and the other libraries.</summary>
internal static class FullCallRows
{
    public const string Area = "full call";
    public const string Floor = "floor";
    public const string Bytes = "TryVerify, bytes";
    public const string Chars = "TryVerify, chars";
    public const string CachedBytes = "TryVerify, bytes, remembered";
    public const string CachedChars = "TryVerify, chars, remembered";

    /// <summary>The algorithms that the budgets name.</summary>
    public static readonly IReadOnlyList<JwtAlgorithm> Named = [JwtAlgorithm.HS256, JwtAlgorithm.RS256, JwtAlgorithm.ES256];

    /// <summary>The algorithms of RFC 7518, which every library in the field has.</summary>
    public static readonly IReadOnlyList<JwtAlgorithm> Usual = [.. Enum.GetValues<JwtAlgorithm>().Where(algorithm => algorithm <= JwtAlgorithm.ES512)];

    public static IEnumerable<RowGroup> Make() =>
        from algorithm in Usual
        from claims in Sample.ClaimCounts
        select Make(algorithm, claims);

    public static RowGroup Make(JwtAlgorithm algorithm, int claims)
    {
        TestKeyPair pair = Sample.Pair(algorithm);
        string token = pair.Sign(Sample.Claims(claims).ToJsonString());
        byte[] bytes = Encoding.UTF8.GetBytes(token);
        JwtVerifier plain = Sample.Verifier(pair);
        JwtVerifier caching = Sample.Verifier(pair, new TokenCacheOptions());
        for (int i = 0; i < 3; i++)
        {
            caching.TryVerify(bytes, out _);
        }

        _ = caching.KnownTokens == 1 ? true : throw new InvalidOperationException("The token is not remembered.");

        int payload = Encoding.UTF8.GetByteCount(Sample.Claims(claims).ToJsonString());
        Row[] own =
        [
            new(Row.Ours, Bytes, () => plain.TryVerify(bytes, out _)),
            new(Row.Ours, Chars, () => plain.TryVerify(token, out _)) { IsRival = true },
        ];
        Row[] remembered =
        [
            new(Row.Ours, CachedBytes, () => caching.TryVerify(bytes, out _)),
            new(Row.Ours, CachedChars, () => caching.TryVerify(token, out _)),
        ];
        Row[] owned = [new(Row.Ours, "VerifyAsync", () => IsValid(plain.VerifyAsync(token.AsMemory()))) { Allowance = "the result is an object of its own", AllowedBytes = null }];
        return new RowGroup(
            Area,
            "accepted",
            [
                new(Row.Platform, Floor, IFloor.Make(pair, bytes).Verify),
                .. own.Select(row => payload <= Sample.InlinePayload ? row : row with { Allowance = "one array for a payload above 2,048 bytes", AllowedBytes = payload + 64 }),
                .. remembered,
                .. owned,
                .. Row.Of(Field.Accept(Sample.Setup(pair), token)),
            ])
        {
            Algorithm = algorithm,
            Claims = claims,
            HasBudget = claims == Sample.Usual && Named.Contains(algorithm),
        };
    }

    // With keys at hand it has completed.
    private static bool IsValid(ValueTask<VerifyResult> result) => result.IsCompletedSuccessfully && result.Result.IsValid;
}
