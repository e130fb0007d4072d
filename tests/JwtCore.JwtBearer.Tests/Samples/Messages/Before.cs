using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.JwtBearer.Tests.Samples.MessagesBefore;

/// <summary>An API with scopes, as the samples of Auth0 have it. Authority and audience are in the configuration.</summary>
internal static class Messages
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        string domain = builder.Configuration["Authentication:Schemes:Bearer:Authority"]!;
        builder.Services.AddAuthentication().AddJwtBearer(options => options.TokenValidationParameters.NameClaimType = ClaimTypes.NameIdentifier);
        builder.Services.AddAuthorization(options =>
            options.AddPolicy("read:messages", policy => policy.Requirements.Add(new HasScopeRequirement("read:messages", domain))));
        builder.Services.AddSingleton<IAuthorizationHandler, HasScopeHandler>();

        WebApplication app = builder.Build();
        app.MapGet("/public", () => "anybody");
        app.MapGet("/private", (HttpContext context) => $"hello {context.User.Identity!.Name}").RequireAuthorization();
        app.MapGet("/private-scoped", () => "with the scope").RequireAuthorization("read:messages");
        return app;
    }
}

internal sealed record HasScopeRequirement(string Scope, string Issuer) : IAuthorizationRequirement;

internal sealed class HasScopeHandler : AuthorizationHandler<HasScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, HasScopeRequirement requirement)
    {
        Claim? scopes = context.User.FindFirst(claim => claim.Type == "scope" && claim.Issuer == requirement.Issuer);
        if (scopes?.Value.Split(' ').Contains(requirement.Scope) == true)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
