using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer;

/// <summary>
/// What a scheme of <c>AddJwtBearer</c> accepts beyond the words of <see cref="JwtBearerOptions"/>. Strict by default; a visible
/// word here takes the place of a check that <see cref="TokenValidationParameters"/> switches off.
/// </summary>
public sealed class JwtBearerBridgeOptions
{
    /// <summary>
    /// The issuers to accept, in the place of <see cref="TokenValidationParameters.ValidIssuer"/>: <see cref="Expected.Template"/>
    /// for many tenants, <see cref="Expected.Any"/> for <see cref="TokenValidationParameters.ValidateIssuer"/> that is false. Null
    /// to take those of <see cref="JwtBearerOptions"/>.
    /// </summary>
    public Expected? Issuer { get; set; }

    /// <summary>
    /// The audiences to accept: <see cref="Expected.Any"/> for <see cref="TokenValidationParameters.ValidateAudience"/> or
    /// <see cref="TokenValidationParameters.RequireAudience"/> that is false. Null to take those of <see cref="JwtBearerOptions"/>.
    /// </summary>
    public Expected? Audience { get; set; }

    /// <summary>
    /// The values of <c>typ</c> to accept, in the place of <see cref="TokenValidationParameters.ValidTypes"/>. Null to take those;
    /// without any, an absent <c>typ</c>, <c>JWT</c> and <c>at+jwt</c>.
    /// </summary>
    public Expected? Types { get; set; }

    /// <summary>
    /// The leniencies to allow; none by default. <see cref="TokenValidationParameters.RequireExpirationTime"/> that is false adds
    /// <see cref="Tolerance.MissingExpiration"/>, <see cref="TokenValidationParameters.TryAllIssuerSigningKeys"/> that is true, its
    /// default, adds <see cref="Tolerance.TryKeysWithoutKeyId"/>.
    /// </summary>
    public Tolerance Tolerate { get; set; }

    /// <summary>
    /// How tokens are verified. Null for the <see cref="JwtVerifierOptions"/> of the container or, when it has none, for the
    /// defaults with a <see cref="JwtVerifierOptions.Cache"/> of verified tokens and the clock of the scheme.
    /// </summary>
    public JwtVerifierOptions? VerifierOptions { get; set; }

    /// <summary>
    /// How keys are fetched. Null for the <see cref="RemoteJwksOptions"/> of the container or, when it has none, for the defaults.
    /// <see cref="JwtBearerOptions.Backchannel"/>, <see cref="JwtBearerOptions.BackchannelTimeout"/> and
    /// <see cref="JwtBearerOptions.MetadataAddress"/> add to it.
    /// </summary>
    public RemoteJwksOptions? Fetching { get; set; }

    /// <summary>Whether UseJwtCore was called for the scheme.</summary>
    internal bool IsUsed { get; set; }
}
