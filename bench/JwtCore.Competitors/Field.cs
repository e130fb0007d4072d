using System.Reflection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.Competitors;

/// <summary>The other libraries, each in the fast form that its own documentation recommends.</summary>
public static class Field
{
    /// <summary>The versions that are measured, by package.</summary>
    public static IReadOnlyDictionary<string, string> Versions { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [MicrosoftSetup.Package] = Version(typeof(JsonWebTokenHandler)),
        ["System.IdentityModel.Tokens.Jwt"] = Version(typeof(System.IdentityModel.Tokens.Jwt.JwtSecurityTokenHandler)),
        ["jose-jwt"] = Version(typeof(Jose.JWT)),
        ["JWT"] = Version(typeof(JWT.JwtDecoder)),
    };

    /// <summary>Each library that has the algorithm, asked to accept a good token.</summary>
    public static IEnumerable<Contender> Accept(Setup setup, string token) =>
        Verifiers(setup).Select(verifier => new Contender(verifier.Library, verifier.Name, () => verifier.Accepts(token)));

    /// <summary>Each library that refuses a bad token, asked to. Some accept another key id or a false <c>alg</c>.</summary>
    public static IEnumerable<Contender> Refuse(Setup setup, string token) =>
        Verifiers(setup).Where(verifier => verifier is not JsonWebTokenVerifier { ReadsClaims: true } && !verifier.Accepts(token))
            .Select(verifier => new Contender(verifier.Library, verifier.Name, () => !verifier.Accepts(token)));

    /// <summary>Each library that reads key sets, asked for the keys of one.</summary>
    public static IEnumerable<Contender> ReadKeys(string jwks, int count) =>
    [
        new(MicrosoftSetup.Package, "JsonWebKeySet.GetSigningKeys", () => new JsonWebKeySet(jwks).GetSigningKeys().Count == count),
        new("jose-jwt", "JwkSet.FromJson", () => Jose.JwkSet.FromJson(jwks, Jose.JWT.DefaultSettings.JsonMapper).Keys.Count == count),
    ];

    /// <summary>Each library from the text of a key to the verdict on its first token, with nothing kept from before.</summary>
    public static IEnumerable<Contender> FirstToken(Setup setup, string token) =>
    [
        new(MicrosoftSetup.Package, "JsonWebKeySet, ValidateTokenAsync", () => new JsonWebTokenVerifier(setup, readsClaims: false, keepsProviders: false).Accepts(token)),
        new("jose-jwt", "DecodeBytes, claims checked by the caller", () => new JoseJwtVerifier(setup).Accepts(token)),
    ];

    /// <summary>One claim of a token that was read before, a text, as often as said.</summary>
    public static IEnumerable<Contender> ReadClaim(string token, string name, string value, int times)
    {
        JsonWebToken read = new(token);
        System.IdentityModel.Tokens.Jwt.JwtSecurityToken old = new(token);
        yield return new(MicrosoftSetup.Package, "TryGetPayloadValue", () => Repeat(times, () => read.TryGetPayloadValue(name, out string text) && text == value));
        yield return new("System.IdentityModel.Tokens.Jwt", "Payload", () => Repeat(times, () => old.Payload.TryGetValue(name, out object? text) && value.Equals(text)));
    }

    private static bool Repeat(int times, Func<bool> read)
    {
        bool works = true;
        for (int i = 0; i < times; i++)
        {
            works &= read();
        }

        return works;
    }

    private static IEnumerable<Verifier> Verifiers(Setup setup)
    {
        yield return new JsonWebTokenVerifier(setup, readsClaims: false);
        yield return new JsonWebTokenVerifier(setup, readsClaims: true);
        yield return new ResultBasedVerifier(setup);
        yield return new JwtSecurityTokenVerifier(setup);
        yield return new JoseJwtVerifier(setup);
        if (JwtNetVerifier.Has(setup))
        {
            yield return new JwtNetVerifier(setup);
        }
    }

    // The package's own version; a plus sign parts it from its commit.
    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
