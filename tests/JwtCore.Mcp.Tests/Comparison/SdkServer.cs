using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using ModelContextProtocol.AspNetCore.Authentication;
using ModelContextProtocol.Server;

namespace JwtCore.Mcp.Tests.Comparison;

/// <summary>The server of the SDK's sample: JwtBearer, its own scheme for challenges, and policies for scopes.</summary>
internal static class SdkServer
{
    public static Task<Api> StartAsync() => Api.StartAsync(
        services =>
        {
            services.AddMcpServer().WithHttpTransport().AddAuthorizationFilters().WithTools<Tools>();
            services
                .AddAuthentication(options =>
                {
                    options.DefaultAuthenticateScheme = "Bearer";
                    options.DefaultChallengeScheme = McpAuthenticationDefaults.AuthenticationScheme;
                })
                .AddJwtBearer(options =>
                {
                    options.MapInboundClaims = false;
                    options.TokenValidationParameters = new()
                    {
                        ValidIssuer = Given.Issuer,
                        ValidAudience = McpHost.Resource,
                        IssuerSigningKey = new JsonWebKey(Given.EcPair.ToJwk().ToJsonString()),
                    };
                })
                .AddMcp(options => options.ResourceMetadata = new()
                {
                    Resource = McpHost.Resource,
                    AuthorizationServers = { Given.Issuer },
                    ScopesSupported = ["mcp:tools"],
                });
            services.AddAuthorizationBuilder()
                .AddPolicy("tools", policy => policy.RequireAssertion(context => HasScope(context.User, "mcp:tools")))
                .AddPolicy("send", policy => policy.RequireAssertion(context => HasScope(context.User, "mail:read") && HasScope(context.User, "mail:send")));
        },
        app => app.MapMcp("/mcp").RequireAuthorization("tools"));

    private static bool HasScope(ClaimsPrincipal user, string scope) => user.FindFirst("scope")?.Value.Split(' ').Contains(scope) == true;

    [McpServerToolType]
    internal sealed class Tools
    {
        [McpServerTool, Authorize("send")]
        public static string SendMail() => "sent";
    }
}
