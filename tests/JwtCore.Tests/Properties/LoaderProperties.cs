using System.Text;
using System.Text.Json;
using JwtCore.Jwks;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

/// <summary>Key IDs and seeds, damaged at random, against the naive twins.</summary>
public class LoaderProperties
{
    private const int Rounds = 6_000;
    private const string Source = "loader a";

    [Fact]
    public void A_key_ID_is_passed_on_as_by_the_twin()
    {
        Random random = new(20261130);
        string[] parts = ["a", "Z", "0", "-", ".", "_", "~", "=", "/", "%", " ", "\\u0061", "\\n", "\u00e4", ":", "+", new('k', 126), new('k', 127)];
        int taken = 0;
        for (int i = 0; i < Rounds; i++)
        {
            string content = string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => parts[random.Next(parts.Length)]));
            string? expected = NaiveKeyId.Of(JsonElement.Parse($"{{\"kid\":\"{content}\"}}"));
            Assert.Equal(expected, KeyIdText.Read(Encoding.UTF8.GetBytes(content)));
            taken += expected is null ? 0 : 1;
        }

        Assert.InRange(taken, Rounds / 8, Rounds * 7 / 8);
    }

    [Fact]
    public void A_seed_is_judged_as_by_the_twin()
    {
        Random random = new(20261130);
        RemoteJwksOptions options = new() { MaxBytes = 4_000, MaxKeys = 3 };
        HashSet<SeedOutcome> met = [];
        for (int i = 0; i < Rounds; i++)
        {
            byte[] text = Seed(random);
            for (int damages = random.Next(2) * random.Next(3); damages > 0; damages--)
            {
                text[random.Next(text.Length)] = (byte)" \"{}[],:0129-.ex\\u\xff"[random.Next(19)];
            }

            SeedOutcome expected = NaiveSeed.Of(text, Source, options, Tokens.Now);
            KeySeed? seed = KeySeed.Read(text, Source, options, Tokens.Now * TimeSpan.TicksPerSecond, out SeedOutcome outcome);
            Assert.True(outcome == expected && seed is null == (expected != SeedOutcome.Used), $"{outcome}, {expected}: {Convert.ToHexString(text)}");
            met.Add(outcome);
        }

        Assert.Equal([SeedOutcome.Used, SeedOutcome.TooOld, SeedOutcome.FromTheFuture, SeedOutcome.OfAnotherSource, SeedOutcome.Malformed], met.Order());
    }

    private static byte[] Seed(Random random)
    {
        string key = Tokens.Pair(JwtAlgorithm.ES256).ToJwk().ToJsonString();
        string deep = $"{{\"a\":{new string('[', 70)}{new string(']', 70)}}}";
        string keys = string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(4) == 0 ? deep : key));
        string source = random.Next(8) switch { 0 => "\"loader b\"", 1 => "null", 2 => "\"loader\\u0020a\"", _ => "\"loader a\"" };
        string readAt = random.Next(12) switch { 0 => "1e3", 1 => "-1", 2 => "\"1\"", 3 => $"{Tokens.Now}.0", 4 => "99999999999999999999", _ => $"{Tokens.Now + random.Next(-100_000, 5_000)}" };
        return Encoding.UTF8.GetBytes($"{(random.Next(4) == 0 ? "\ufeff" : "")}{{\"source\":{source},\"read_at\":{readAt},\"keys\":[{keys}]}}{new string(' ', random.Next(3) * 1_500)}");
    }
}
