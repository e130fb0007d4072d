using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace JwtCore.JwtBearer;

/// <summary>
/// JwtBearer's binding switches the checks of issuer and audience off when the section of a scheme has no list of them, even if
/// it has an authority. Nobody wrote that, so both are on again before the code of the application runs: what is off after that
/// is somebody's word.
/// </summary>
internal sealed class UnboundChecks(IAuthenticationConfigurationProvider sections, IOptionsMonitor<JwtBearerBridgeOptions> bridges)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    public void Configure(string? name, JwtBearerOptions options)
    {
        // Only with such a section has the binding just replaced the parameters.
        if (!string.IsNullOrEmpty(name) && bridges.Get(name).IsUsed && sections.GetSchemeConfiguration(name).GetChildren().Any())
        {
            options.TokenValidationParameters.ValidateIssuer = true;
            options.TokenValidationParameters.ValidateAudience = true;
        }
    }

    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);
}
