using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.Competitors;

/// <summary>System.IdentityModel.Tokens.Jwt, whose verdict always comes with a principal.</summary>
internal sealed class JwtSecurityTokenVerifier(Setup setup) : Verifier
{
    private readonly JwtSecurityTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters = MicrosoftSetup.Parameters(setup);

    public override string Library => "System.IdentityModel.Tokens.Jwt";

    public override string Name => "ValidateToken";

    public override bool Accepts(string token)
    {
        try
        {
            return _handler.ValidateToken(token, _parameters, out _).Identity!.IsAuthenticated;
        }
        catch (Exception error) when (error is SecurityTokenException or ArgumentException)
        {
            // What it throws for a bad token, by its documentation.
            return false;
        }
    }
}
