using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Targets;

/// <summary>A JWK Set by the rules for local and for published keys.</summary>
internal sealed class JwkSetTarget : FuzzTarget
{
    public override string Name => "jwks";

    public override string[] Dictionaries => ["json", "keys"];

    public override void Run(byte[] input)
    {
        foreach (bool publicOnly in (bool[])[false, true])
        {
            Reader reader = new(input, publicOnly);
            Guard.Run("the JWK Set", reader, static reader => reader.Read(), KeyBounds.MostBytes(input.Length), static _ => true);
            bool[]? expected = NaiveJwkSet.Read(input, publicOnly, JwkSet.DefaultUse);
            Guard.Require((reader.Set is not null) == (expected is not null), $"the set is {reader.Refusal ?? "taken"}");
            if (reader.Set is JwkSet set)
            {
                int[] skipped = [.. Enumerable.Range(0, expected!.Length).Where(i => !expected[i])];
                Guard.Require(set.Skipped.Select(entry => entry.Index).SequenceEqual(skipped), "other entries are skipped than should be");
                Guard.Require(set.Keys.Count <= expected.Length - skipped.Length && (set.Keys.Count > 0 == expected.Contains(true)), "the set has another number of keys");
            }
        }
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source) => source.KeySets();

    private sealed class Reader(byte[] json, bool publicOnly)
    {
        public JwkSet? Set { get; private set; }

        public string? Refusal { get; private set; }

        // FormatException is the documented answer; any other leaves the call and is a finding.
        public void Read()
        {
            try
            {
                Set = JwkSet.Parse(json, publicOnly);
            }
            catch (FormatException refused)
            {
                Refusal = refused.Message;
            }
        }
    }
}
