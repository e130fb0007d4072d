using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer;

/// <summary>The one token handler of a scheme. A token is valid when JwtCore says so; nothing of the caller's parameters changes that.</summary>
internal sealed class BridgeTokenHandler(BridgeVerifier verifier, ClaimsMapper mapper) : TokenHandler
{
    /// <summary>What verifies.</summary>
    public BridgeVerifier Verifier => verifier;

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        VerifyResult result = await verifier.Verifier.VerifyAsync(token.AsMemory()).ConfigureAwait(false);
        if (!result.IsValid)
        {
            return new TokenValidationResult { Exception = TokenFailure.Of(result, token) };
        }

        JsonWebToken verified = new(token);
        return new TokenValidationResult
        {
            IsValid = true,
            SecurityToken = verified,
            ClaimsIdentity = mapper.Map(verified, validationParameters),
            Issuer = result.Claims!.Issuer,
            TokenType = verified.Typ,
        };
    }

    /// <inheritdoc/>
    public override Task<TokenValidationResult> ValidateTokenAsync(SecurityToken token, TokenValidationParameters validationParameters) =>
        ValidateTokenAsync((token as JsonWebToken)?.EncodedToken ?? "", validationParameters);

    /// <inheritdoc/>
    public override SecurityToken ReadToken(string token) => new JsonWebToken(token);
}
