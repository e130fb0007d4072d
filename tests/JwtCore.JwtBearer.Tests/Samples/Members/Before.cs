using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.JwtBearer.Tests.Samples.MembersBefore;

/// <summary>An API with a user table of its own, asked at each request. Authority and audience are in the configuration.</summary>
internal static class Members
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UserTable>();
        builder.Services.AddScoped<MemberEvents>();
        builder.Services.AddAuthentication().AddJwtBearer(options => options.EventsType = typeof(MemberEvents));
        builder.Services.AddAuthorization();

        WebApplication app = builder.Build();
        app.MapGet("/me", (HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier)).RequireAuthorization();
        app.MapGet("/admin", [Authorize(Roles = "admin")] () => "the admin");
        return app;
    }
}

internal sealed class MemberEvents(UserTable users) : JwtBearerEvents
{
    public override async Task TokenValidated(TokenValidatedContext context)
    {
        Member? member = await users.FindAsync(context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier));
        if (member is null || member.IsDisabled)
        {
            context.Fail("The user is disabled.");
            return;
        }

        ((ClaimsIdentity)context.Principal!.Identity!).AddClaim(new Claim(ClaimTypes.Role, member.Role));
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await context.Response.WriteAsync("Please sign in.");
    }

    public override Task Forbidden(ForbiddenContext context) => context.Response.WriteAsync("Not for you.");
}
