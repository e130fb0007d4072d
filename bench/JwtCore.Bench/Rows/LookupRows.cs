using System.Text;
using JwtCore.Algorithms;
using JwtCore.Keys;
using JwtCore.Policies;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>Finding a key by its id among a hundred, and a policy by its issuer among ten thousand.</summary>
internal static class LookupRows
{
    public const string Area = "look-up";
    public const string Key = "key among 100";
    public const string Issuer = "issuer among 10,000";

    private const int Times = 256;

    public static IEnumerable<RowGroup> Make()
    {
        SignatureAlgorithm algorithm = AlgorithmTable.Find(JwtAlgorithm.HS256)!;
        Jwk[] keys = [.. Enumerable.Range(0, 10_000).Select(i => Jwk.Parse(Encoding.UTF8.GetBytes(TestKeyPair.Create(JwtAlgorithm.HS256, $"key-{i:D4}").ToJwk().ToJsonString())))];
        KeyIndex index = new JwkSet(keys.Take(100)).Index;
        PolicyRouter issuers = new([.. keys.Select((key, i) => new CompiledPolicy(
            new VerificationPolicy { Issuer = $"https://tenant-{i:D4}.example.com", Audience = Sample.Audience, Algorithms = [JwtAlgorithm.HS256], Keys = key },
            new Limits()))]);

        byte[][] names = [.. Enumerable.Range(0, 100).Select(i => Encoding.UTF8.GetBytes($"key-{i * 37 % 100:D4}"))];
        byte[][] texts = [.. Enumerable.Range(0, Times).Select(i => Encoding.UTF8.GetBytes($"\"https://tenant-{i * 37:D4}.example.com\""))];
        yield return Group(Key, i => index.Find(algorithm, names[i % names.Length], out _) == VerifyError.None);
        yield return Group(Issuer, i => issuers.Find(texts[i]) is not null);
    }

    // Another one each time: the same one again would stay in the processor's nearest memory.
    private static RowGroup Group(string subject, Func<int, bool> find) => new(Area, subject, [new(Row.Ours, "look-up", () =>
    {
        bool works = true;
        for (int i = 0; i < Times; i++)
        {
            works &= find(i);
        }

        return works;
    }) { Operations = Times }])
    {
        HasBudget = true,
    };
}
