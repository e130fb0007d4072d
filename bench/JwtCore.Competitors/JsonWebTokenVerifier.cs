using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.Competitors;

/// <summary>Microsoft.IdentityModel.JsonWebTokens, as JwtBearer calls it. The claims identity is made when it is asked for.</summary>
internal sealed class JsonWebTokenVerifier(Setup setup, bool readsClaims, bool keepsProviders = true) : Verifier
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters = MicrosoftSetup.Parameters(setup, keepsProviders);

    public bool ReadsClaims => readsClaims;

    public override string Library => MicrosoftSetup.Package;

    public override string Name => readsClaims ? "ValidateTokenAsync and its claims identity" : "ValidateTokenAsync";

    // It completes synchronously with keys that are there.
    public override bool Accepts(string token)
    {
        TokenValidationResult result = _handler.ValidateTokenAsync(token, _parameters).GetAwaiter().GetResult();
        return result.IsValid && (!readsClaims || result.ClaimsIdentity.FindFirst("iss") is not null);
    }
}
