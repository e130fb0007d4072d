using System.Buffers.Text;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Vectors;

/// <summary>
/// The records of the acceptance suite that describe their token instead of holding it. A test's name starts with the
/// record's id.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public class AcceptanceRecipeTests
{
    [Fact]
    public void Every_recipe_has_a_test() =>
        Assert.Equal(
            AcceptanceFile.Read().Where(item => item.Recipe is not null).Select(item => item.Id).Order(StringComparer.Ordinal),
            TestedIds(typeof(AcceptanceRecipeTests), typeof(RemoteRecipeTests)).Order(StringComparer.Ordinal));

    [Fact]
    public void F22_A_token_with_millions_of_dots_is_refused_by_its_size_and_without_splitting_it()
    {
        AcceptanceCase good = Good();
        byte[] token = Encoding.UTF8.GetBytes(good.Token + new string('.', 3_000_000));

        AssertRefused(Tokens.Verifier(good.Policy(good.KeySet())), token, VerifyError.TokenTooLarge);
        AssertRefused(Huge(good), token, VerifyError.NotCompactJws);
    }

    [Fact]
    public void D01_Ten_megabytes_of_one_letter_are_refused_almost_without_allocation()
    {
        AcceptanceCase good = Good();

        AssertRefused(Tokens.Verifier(good.Policy(good.KeySet())), Letters(10_000_000), VerifyError.TokenTooLarge);
        AssertRefused(Huge(good), Letters(Limits.LargestToken), VerifyError.NotCompactJws);
        Assert.Equal(VerifyError.TokenTooLarge, Tokens.Verifier(good.Policy(good.KeySet())).Verdict(new string('A', 10_000_000)));
    }

    [Fact]
    public void D03_A_payload_of_many_members_is_too_large_by_default_and_otherwise_read_in_linear_time() =>
        AssertLinear(100_000, n => string.Join(',', Enumerable.Range(0, n).Select(i => $"\"m{i}\":0")));

    [Fact]
    public void D05_An_audience_of_many_texts_is_too_large_by_default_and_otherwise_read_in_linear_time() =>
        AssertLinear(100_000, n => $"\"aud\":[{string.Join(',', Enumerable.Range(0, n).Select(i => $"\"https://{i}.example\""))},\"{Tokens.Audience}\"]");

    [Theory]
    [InlineData("sub")]
    [InlineData("unread")]
    public void D06_A_text_of_many_escapes_is_too_large_by_default_and_otherwise_read_in_linear_time(string claim) =>
        AssertLinear(1_000_000, n => $"\"{claim}\":\"{string.Concat(Enumerable.Repeat("\\u0041", n))}\"");

    [Fact]
    public void D07_A_token_with_a_garbage_header_costs_less_than_a_good_one()
    {
        AcceptanceCase good = Good();
        JwtVerifier verifier = Tokens.Verifier(good.Policy(good.KeySet()));
        string[] segments = good.Token!.Split('.');
        byte[] noise = new byte[Base64Url.DecodeFromChars(segments[0]).Length];
        new Random(7).NextBytes(noise);
        string garbage = string.Join('.', Base64Url.EncodeToString(noise), segments[1], segments[2]);

        Assert.Equal(VerifyError.None, verifier.Verdict(good.Token));
        Assert.Equal(VerifyError.HeaderMalformed, verifier.Verdict(garbage));
        Assert.True(FastestOf(verifier, garbage) <= FastestOf(verifier, good.Token));
    }

    [Fact]
    public void D08_Tokens_with_ten_thousand_random_key_ids_leave_nothing_behind()
    {
        AcceptanceCase good = Good();
        JwtVerifier verifier = Tokens.Verifier(good.Policy(good.KeySet()));
        Random random = new(8);
        byte[][] tokens = [.. Enumerable.Range(0, 10_000).Select(_ =>
        {
            string header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{{\"alg\":\"ES256\",\"kid\":\"{random.NextInt64():x}\"}}"));
            return Encoding.ASCII.GetBytes($"{header}.{good.Token!.Split('.', 2)[1]}");
        })];

        int refused = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (byte[] token in tokens)
        {
            verifier.TryVerify(token, out VerifiedToken verified);
            refused += verified.Error == VerifyError.KeyNotFound ? 1 : 0;
        }

        // Less than a byte each: nothing is kept per token, and the runtime may do something for itself.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, tokens.Length);
        Assert.Equal(tokens.Length, refused);
    }

    [Fact]
    public void R13_A_published_key_with_two_members_of_one_name_is_refused_and_so_is_such_a_set()
    {
        AcceptanceCase good = Good();
        string set = Encoding.UTF8.GetString(good.Keys);
        string twice = set.Replace("\"kid\":\"ec-1\"", "\"kid\":\"ec-1\",\"\\u006bid\":\"ec-1\"");

        JwkSet keys = JwkSet.Parse(Encoding.UTF8.GetBytes(twice), publicOnly: true);

        Assert.Equal(VerifyError.None, Tokens.Verifier(good.Policy(good.KeySet())).Verdict(good.Token!));
        Assert.Single(keys.Skipped);
        Assert.Equal(VerifyError.KeyNotFound, Tokens.Verifier(good.Policy(keys)).Verdict(good.Token!));
        Assert.Throws<FormatException>(() => JwkSet.Parse(Encoding.UTF8.GetBytes(set.Replace("{\"keys\"", "{\"keys\":[],\"keys\"")), publicOnly: true));
    }

    [Fact]
    public void R14_A_remembered_token_is_refused_once_it_expired()
    {
        AcceptanceCase good = Good();
        SetTime time = new();
        JwtVerifier verifier = Remembering.Verifier(good.Policy(good.KeySet()), time);
        verifier.Remember(good.Token!);
        verifier.TryVerify(good.Token!, out VerifiedToken token);
        double expiration = token.ExpiresAt!.Value.ToUnixTimeSeconds();

        time.Set(expiration - 1);
        Assert.True(verifier.Recalls(good.Token!));
        time.Set(expiration);
        Assert.Equal(VerifyError.Expired, verifier.Verdict(good.Token!));
    }

    [Fact]
    public void R17_A_remembered_token_is_refused_once_its_key_is_removed_or_no_longer_trusted()
    {
        AcceptanceCase good = Good();
        UnloadedKeys keys = new() { Loaded = good.KeySet() };
        JwtVerifier verifier = Remembering.Verifier(good.Policy(keys));
        verifier.Remember(good.Token!);
        verifier.TryVerify(good.Token!, out VerifiedToken token);
        string keyId = token.KeyId!;

        keys.Loaded = new JwkSet(good.KeySet().Keys.Where(key => key.KeyId != keyId));
        Assert.NotEmpty(keys.Loaded.Keys);
        Assert.Equal(VerifyError.KeyNotFound, verifier.Verdict(good.Token!));
        keys.Loaded = null;
        Assert.Equal(VerifyError.KeysUnavailable, verifier.Verdict(good.Token!));
    }

    // By type: a caller cannot make either object, and what a failed verification leaves is empty.
    [Fact]
    public void R20_Claims_cannot_be_had_without_a_successful_verification()
    {
        AcceptanceCase good = Good();
        JwtVerifier verifier = Tokens.Verifier(good.Policy(good.KeySet()));

        Assert.Empty(typeof(TokenClaims).GetConstructors());
        Assert.Empty(typeof(VerifiedToken).GetConstructors());
        Assert.False(verifier.TryVerify(good.Token![..^4] + "AAAA", out VerifiedToken forged));
        Assert.True(forged.Payload.IsEmpty);
        Assert.False(forged.Subject.IsPresent);
    }

    private static IEnumerable<string> TestedIds(params Type[] classes) =>
        classes.SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name.Split('_')[0])
            .Where(id => id != "Every");

    // "Good" in a recipe is a valid ES256 token under the common keys.
    private static AcceptanceCase Good() => AcceptanceFile.Find("P16");

    private static JwtVerifier Huge(AcceptanceCase item) =>
        Tokens.Verifier(item.Policy(item.KeySet()), new Limits { TokenBytes = Limits.LargestToken });

    private static byte[] Letters(int count)
    {
        byte[] letters = new byte[count];
        letters.AsSpan().Fill((byte)'A');
        return letters;
    }

    private static void AssertRefused(JwtVerifier verifier, byte[] token, VerifyError expected)
    {
        verifier.TryVerify(token, out VerifiedToken verified);
        Assert.Equal(expected, verified.Error);
        Assert.Equal(0, Allocations.PerCall(() => verifier.TryVerify(token, out _)));
    }

    private static void AssertLinear(int size, Func<int, string> claim)
    {
        JwtVerifier verifier = Tokens.Verifier(
            Tokens.Policy(Tokens.Keys(JwtAlgorithm.HS256), JwtAlgorithm.HS256), new Limits { TokenBytes = Limits.LargestToken });
        Assert.Equal(VerifyError.TokenTooLarge, Tokens.Verifier(JwtAlgorithm.HS256).Verdict(Token(claim(size))));
        LinearTime.AssertUpTo(size, n =>
        {
            byte[] token = Encoding.ASCII.GetBytes(Token(claim(n)));
            return () => Assert.True(verifier.TryVerify(token, out _));
        });
    }

    // Valid claims with one more, or with one in another form.
    private static string Token(string claim)
    {
        JsonObject claims = Tokens.Claims();
        claims.Remove(claim.Split('"')[1]);
        string json = claims.ToJsonString();
        return Tokens.Pair(JwtAlgorithm.HS256).Sign($"{json[..^1]},{claim}}}");
    }

    private static double FastestOf(JwtVerifier verifier, string token)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(token);
        double fastest = double.MaxValue;
        for (int i = 0; i < 500; i++)
        {
            long start = Stopwatch.GetTimestamp();
            verifier.TryVerify(bytes, out _);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return fastest;
    }
}
