using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Microsoft.IdentityModel.Tokens.Experimental;

namespace JwtCore.Competitors;

/// <summary>The interface that Microsoft.IdentityModel marks as experimental: a result in place of exceptions.</summary>
internal sealed class ResultBasedVerifier : Verifier
{
    private readonly IResultBasedValidation _handler = new JsonWebTokenHandler { MapInboundClaims = false };
    private readonly ValidationParameters _parameters = new() { ClockSkew = Setup.ClockSkew };

    public ResultBasedVerifier(Setup setup)
    {
        _parameters.ValidIssuers.Add(setup.Issuer);
        _parameters.ValidAudiences.Add(setup.Audience);
        _parameters.ValidAlgorithms.Add(setup.Algorithm);
        _parameters.SigningKeys.Add(MicrosoftSetup.Key(setup));
        foreach (string type in MicrosoftSetup.Types)
        {
            _parameters.ValidTypes.Add(type);
        }
    }

    public override string Library => MicrosoftSetup.Package;

    public override string Name => "IResultBasedValidation (experimental)";

    public override bool Accepts(string token) =>
        _handler.ValidateTokenAsync(token, _parameters, new CallContext()).GetAwaiter().GetResult().Succeeded;
}
