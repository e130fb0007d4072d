using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.JwtBearer.Tests.Samples.ChatAfter;

/// <summary>SignalR with a query token. Authority and audience are in the configuration.</summary>
internal static class Chat
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication()
            .AddJwtCore(options =>
            {
                options.QueryTokenPaths.Add("/hubs");
                options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier;
            });
        builder.Services.AddAuthorization();
        builder.Services.AddSignalR();

        WebApplication app = builder.Build();
        app.MapHub<ChatHub>("/hubs/chat");
        app.MapPost("/send/{user}", (string user, IHubContext<ChatHub> hub) => hub.Clients.User(user).SendAsync("receive", "hello")).RequireAuthorization();
        return app;
    }
}

[Authorize]
internal sealed class ChatHub : Hub;
