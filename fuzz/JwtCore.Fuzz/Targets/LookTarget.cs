using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Jwks;
using JwtCore.Keys;
using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Targets;

/// <summary>What messages call a document that was published or given in the place of a key set.</summary>
internal sealed class LookTarget : FuzzTarget
{
    public override string Name => "look";

    public override string[] Dictionaries => ["json", "keys"];

    public override void Run(byte[] input)
    {
        Looker looker = new(input);
        Guard.Run("the look", looker, static looker => looker.Look(), KeyBounds.MostBytes(input.Length), static _ => true);
        Guard.Require(looker.Body == NaiveLook.Of(input), $"the body looks like {looker.Body}");
        Guard.Require(looker.InPlaceOfSet == NaiveLook.InPlaceOfSet(input), $"in the place of a set it is {looker.InPlaceOfSet}");
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source) => source.Keys().Concat(source.KeySets()).Concat(source.Documents());

    private sealed class Looker(byte[] json)
    {
        public FetchedBody Body { get; private set; }

        public FetchedBody InPlaceOfSet { get; private set; }

        public void Look()
        {
            Body = BodyLook.Of(json);
            string sentence = NotAKeySet.Describe(json);
            InPlaceOfSet = sentence.Contains("issuer metadata", StringComparison.Ordinal) ? FetchedBody.Metadata
                : sentence.Contains("single JWK", StringComparison.Ordinal) ? FetchedBody.SingleKey
                : sentence.Contains("X.509", StringComparison.Ordinal) ? FetchedBody.CertificateMap
                : FetchedBody.None;
        }
    }
}
