using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Keys;
using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Targets;

/// <summary>A key as files and environments hold it. What is read as a public key is never taken as a secret.</summary>
internal sealed class KeyTextTarget : FuzzTarget
{
    public override string Name => "keytext";

    public override string[] Dictionaries => ["json", "keys"];

    public override void Run(byte[] input)
    {
        Reader reader = new(input);
        Guard.Run("the key text", reader, static reader => reader.Read(), KeyBounds.MostBytes(input.Length), static _ => true);
        Jwk? expected = NaiveKeyText.Read(input);
        Guard.Require((reader.Key is null) == (expected is null), $"the key text is {reader.Refusal ?? "taken"}");
        Guard.Require(reader.Key is null || reader.Key.SameAs(expected!), "the key text holds another key");
        Guard.Run("the secret", reader, static reader => reader.Check(), 4 * KeyBounds.MostBytes(input.Length), static _ => true);
        Guard.Require(reader.Key is null || reader.IsRefusedAsSecret, "a key text is taken as a secret too");
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source) => source.KeyTexts();

    private sealed class Reader(byte[] text)
    {
        public Jwk? Key { get; private set; }

        public string? Refusal { get; private set; }

        public bool IsRefusedAsSecret { get; private set; }

        // FormatException is the documented answer; any other leaves the call and is a finding.
        public void Read()
        {
            try
            {
                Key = Jwk.FromText(text);
            }
            catch (FormatException refused)
            {
                Refusal = refused.Message;
            }
        }

        public void Check() => IsRefusedAsSecret = SecretCheck.Refuse(text) is not null;
    }
}
