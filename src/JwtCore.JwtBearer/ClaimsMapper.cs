using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer;

/// <summary>Makes the identity of a verified token as Microsoft's handler does, with its names of claims. Used for nothing else of that handler.</summary>
internal sealed class ClaimsMapper : JsonWebTokenHandler
{
    /// <param name="origin">The handler whose names it takes over.</param>
    public ClaimsMapper(JsonWebTokenHandler origin)
    {
        InboundClaimTypeMap = new Dictionary<string, string>(origin.InboundClaimTypeMap);
        MapInboundClaims = origin.MapInboundClaims;
    }

    /// <summary>Makes the identity.</summary>
    /// <param name="verified">A token that is verified.</param>
    /// <param name="parameters">The names of the name and role claims.</param>
    public ClaimsIdentity Map(JsonWebToken verified, TokenValidationParameters parameters)
    {
        string issuer = string.IsNullOrWhiteSpace(verified.Issuer) ? ClaimsIdentity.DefaultIssuer : verified.Issuer;
        ClaimsIdentity identity = CreateClaimsIdentity(verified, parameters, issuer);
        identity.BootstrapContext = parameters.SaveSigninToken ? verified.EncodedToken : null;
        return identity;
    }
}
