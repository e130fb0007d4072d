using System.Text;
using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Keys;
using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Targets;

/// <summary>One JWK by the rules for local and for published keys, written again where it is taken.</summary>
internal sealed class JwkTarget : FuzzTarget
{
    public override string Name => "jwk";

    public override string[] Dictionaries => ["json", "keys"];

    public override void Run(byte[] input)
    {
        foreach (bool publicOnly in (bool[])[false, true])
        {
            Reader reader = new(input, publicOnly);
            Guard.Run("the JWK", reader, static reader => reader.Read(), KeyBounds.MostBytes(input.Length), KeyBounds.MayCatch);
            bool expected = NaiveJwk.CanVerify(input, publicOnly, JwkSet.DefaultUse);
            Guard.Require((reader.Key is not null) == expected, $"the JWK is {reader.Refusal ?? "taken"}");
            Guard.Require((reader.Key is null) != (reader.Refusal is null), "a key and a refusal, or neither");
            if (reader.Key is Jwk { KeyType: not "oct" } key)
            {
                CheckWriting(key);
            }
        }
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source) => source.Keys();

    private static void CheckWriting(Jwk key)
    {
        Jwk again = Jwk.Parse(Encoding.UTF8.GetBytes(key.ToJson()));
        Guard.Require(again.SameAs(key) && again.Thumbprint == key.Thumbprint, "the JWK is another one when it was written and read again");
    }

    private sealed class Reader(byte[] json, bool publicOnly)
    {
        public Jwk? Key { get; private set; }

        public string? Refusal { get; private set; }

        public void Read()
        {
            Key = JwkReader.Read(json, publicOnly, JwkSet.DefaultUse, out string? refusal);
            Refusal = refusal;
        }
    }
}
