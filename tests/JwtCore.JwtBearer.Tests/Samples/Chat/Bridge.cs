using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.JwtBearer.Tests.Samples.ChatBridge;

/// <summary>SignalR with a query token. Authority and audience are in the configuration.</summary>
internal static class Chat
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication()
            .AddJwtBearer(options =>
            {
                options.Events = new JwtBearerEvents
                {
                    OnMessageReceived = context =>
                    {
                        string? accessToken = context.Request.Query["access_token"];
                        if (!string.IsNullOrEmpty(accessToken) && context.HttpContext.Request.Path.StartsWithSegments("/hubs"))
                        {
                            context.Token = accessToken;
                        }

                        return Task.CompletedTask;
                    },
                };
            });
        builder.Services.AddAuthentication().UseJwtCore();
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
