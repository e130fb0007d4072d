using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Competitors;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>Reading a key set, half RSA and half EC. Here every key is checked and made ready; the others do so at its first token.</summary>
internal static class KeySetRows
{
    public const string Area = "key set";
    public const string FirstToken = "1 key and its first token";

    public static IEnumerable<RowGroup> Make()
    {
        foreach (JwtAlgorithm algorithm in (JwtAlgorithm[])[JwtAlgorithm.RS256, JwtAlgorithm.ES256])
        {
            yield return WithFirstToken(algorithm);
        }

        // The keys differ; making a hundred RSA keys would take longer than the run.
        TestKeyPair[] rsa = [.. Enumerable.Range(0, 4).Select(_ => TestKeyPair.Create(JwtAlgorithm.RS256))];
        foreach (int count in (int[])[1, 10, 100])
        {
            JsonArray keys = [.. Enumerable.Range(0, count).Select(i =>
                i % 2 == 0 ? rsa[i / 2 % rsa.Length].With(JwtAlgorithm.RS256, $"key-{i:D3}").ToJwk() : TestKeyPair.Create(JwtAlgorithm.ES256, $"key-{i:D3}").ToJwk())];
            string text = new JsonObject { ["keys"] = keys }.ToJsonString();
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            yield return new RowGroup(
                Area,
                count == 1 ? "1 key" : $"{count} keys",
                [
                    new(Row.Ours, "JwkSet.Parse", () => JwkSet.Parse(bytes).Keys.Count == count) { IsRival = true, Allowance = "the keys are objects of their own", AllowedBytes = null },
                    .. Row.Of(Field.ReadKeys(text, count)),
                ]);
        }
    }

    // Where the work is counted that one library does when it reads a key, and another at the key's first token.
    private static RowGroup WithFirstToken(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = Sample.Pair(algorithm);
        string token = Sample.Token(pair);
        byte[] bytes = Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(pair.ToJwk()) }.ToJsonString());
        return new RowGroup(
            Area,
            FirstToken,
            [
                new(Row.Ours, "JwkSet.Parse, JwtVerifier, TryVerify", () => new JwtVerifier(Sample.Policy(algorithm, JwkSet.Parse(bytes))).TryVerify(token, out _))
                {
                    IsRival = true,
                    Allowance = "the key and the verifier are objects of their own",
                    AllowedBytes = null,
                },
                .. Row.Of(Field.FirstToken(Sample.Setup(pair), token)),
            ])
        {
            Algorithm = algorithm,
            Claims = Sample.Usual,
        };
    }
}
