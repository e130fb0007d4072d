using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.JwtBearer.Tests.Samples.MessagesAfter;

/// <summary>An API with scopes, as the samples of Auth0 have it. Authority and audience are in the configuration.</summary>
internal static class Messages
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddJwtCore(options => options.NameClaimType = "sub");
        builder.Services.AddAuthorization();

        WebApplication app = builder.Build();
        app.MapGet("/public", () => "anybody");
        app.MapGet("/private", (HttpContext context) => $"hello {context.User.Identity!.Name}").RequireAuthorization();
        app.MapGet("/private-scoped", () => "with the scope").RequireScope("read:messages");
        return app;
    }
}
