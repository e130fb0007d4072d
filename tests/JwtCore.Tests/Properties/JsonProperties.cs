using System.Text;
using FsCheck;
using FsCheck.Fluent;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;
using JwtCore.Text;

namespace JwtCore.Tests.Properties;

public class JsonProperties
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", " ", "\n", "\"a\"", "\"a\":", "\"\\u0061\":", "\"b\":1", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\udE00\"", "\"\\n\\\"\\\\\\/\"", "\"é\"", "\"\u007f\"",
        "\"", "\\", "0", "-", "-0", "1.5", "1e9", "1E+", ".5", "01", "true", "false", "null", "nul", "\u00a0", "\ufeff", "//", "\0", "\u001f", "\"\t\"", "{}", "[]", "{\"a\":{\"a\":1}}", "{\"a\":1,\"a\":1}",
    ];

    private static readonly Gen<byte[]> Fragments =
        Gen.Elements(Pieces).ListOf().Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)));

    private static readonly string[] Seeds =
    [
        "{\"iss\":\"https:\\/\\/issuer\",\"aud\":[\"a\",\"b\\u0063\"],\"exp\":1.5e9,\"x\":{\"y\":[true,false,null,{\"z\":\"\\ud83d\\ude00\"}]}}",
        "{\"a\":1,\"b\":{\"a\":1,\"b\":{\"a\":1}},\"c\":[{\"a\":1},{\"a\":2}]}",
        "{\"\":\"\",\" \":\"é€😀\",\"\\u0000\":-0.0e-0}",
    ];

    [Fact]
    public void The_gate_agrees_with_its_twin_on_mutants() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            Random random = new(seed);
            byte[] json = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]);
            for (int i = random.Next(3); i >= 0; i--)
            {
                json = Mutate(random, json);
            }

            return Agree(json);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100_000));

    [Fact]
    public void The_gate_agrees_with_its_twin_on_fragments() =>
        Prop.ForAll(Arb.From(Fragments), Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void The_gate_agrees_with_its_twin_on_any_bytes() =>
        Prop.ForAll<byte[]>(Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(5000)]
    public void A_duplicate_is_found_among_any_number_of_members(int count)
    {
        string members = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"m{i}\":{i}"));
        Assert.True(Passes($"{{{members}}}"));
        Assert.False(Passes($"{{{members},\"m0\":0}}"));
        Assert.False(Passes($"{{{members},\"\\u006d{count - 1}\":0}}"));
        Assert.True(Passes($"{{{members},\"nested\":{{{members}}}}}"));
        Assert.False(Passes($"{{\"nested\":{{{members},\"m{count / 2}\":0}}}}"));
    }

    private static bool Passes(string json) => Gate(Encoding.UTF8.GetBytes(json)) == JsonFlaw.None;

    private static bool Agree(byte[] json)
    {
        bool passes = false;
        Assert.Equal(0, Exceptions.CountDuring(() => passes = Gate(json) == JsonFlaw.None));
        return passes == NaiveJson.IsStrict(json);
    }

    private static JsonFlaw Gate(byte[] json)
    {
        JsonMembers members = default;
        JsonFlaw flaw = StrictJson.CheckValue(json, 64, ref members);
        members.Release();
        return flaw;
    }

    private static byte[] Mutate(Random random, byte[] json)
    {
        List<byte> bytes = [.. json];
        int at = random.Next(bytes.Count + 1);
        switch (random.Next(5))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes.RemoveAt(at);
                break;
            case 2:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 3:
                int from = random.Next(bytes.Count);
                bytes.InsertRange(at, bytes.GetRange(from, random.Next(bytes.Count - from)));
                break;
            default:
                bytes.Insert(at, (byte)random.Next(256));
                break;
        }

        return [.. bytes];
    }
}
