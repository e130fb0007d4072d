using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.Competitors;

/// <summary>What the three interfaces of Microsoft.IdentityModel share: one key object, whose signature providers are cached.</summary>
internal static class MicrosoftSetup
{
    public static readonly string[] Types = ["JWT", "at+jwt"];

    public static readonly string Package = typeof(JsonWebTokenHandler).Namespace!;

    // Converted once, as JwtBearer does with the keys of an issuer; a secret does not come in a set.
    public static SecurityKey Key(Setup setup) => PlatformKeys.Read(setup) is byte[] secret
        ? new SymmetricSecurityKey(secret) { KeyId = new JsonWebKey(setup.Jwk).Kid }
        : new JsonWebKeySet($"{{\"keys\":[{setup.Jwk}]}}").GetSigningKeys().Single();

    public static TokenValidationParameters Parameters(Setup setup, bool keepsProviders = true) => new()
    {
        ValidIssuer = setup.Issuer,
        ValidAudience = setup.Audience,
        ValidAlgorithms = [setup.Algorithm],
        ValidTypes = Types,
        ClockSkew = Setup.ClockSkew,
        IssuerSigningKey = Key(setup),
        CryptoProviderFactory = keepsProviders ? null : new CryptoProviderFactory { CacheSignatureProviders = false },
    };
}
