using JwtCore.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.Bench;

/// <summary>Microsoft.IdentityModel.JsonWebTokens, set up to check what the sample's policy checks.</summary>
internal sealed class MicrosoftVerifier
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;

    public MicrosoftVerifier(TestKeyPair pair) => _parameters = new TokenValidationParameters
    {
        ValidIssuer = Sample.Issuer,
        ValidAudience = Sample.Audience,
        ValidAlgorithms = [pair.Algorithm.ToString()],
        ValidTypes = ["JWT", "at+jwt"],
        ClockSkew = TimeSpan.FromSeconds(60),
        IssuerSigningKey = new JsonWebKey(pair.ToJwk().ToJsonString()),
    };

    // The handler completes synchronously with static keys.
    public bool Verify(string token) => _handler.ValidateTokenAsync(token, _parameters).GetAwaiter().GetResult().IsValid;

    public bool VerifyAndReadClaims(string token)
    {
        TokenValidationResult result = _handler.ValidateTokenAsync(token, _parameters).GetAwaiter().GetResult();
        return result.IsValid && result.ClaimsIdentity.FindFirst("sub") is not null;
    }
}
