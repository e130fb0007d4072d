using Microsoft.AspNetCore.SignalR;

namespace JwtCore.AspNetCore.Tests;

/// <summary>A hub whose connections, methods and users are those of tokens.</summary>
[RequireScope("chat")]
public sealed class ChatHub : Hub
{
    /// <summary>Who SignalR takes the connection's user for.</summary>
    public string? WhoAmI() => Context.UserIdentifier;

    /// <summary>Sends to one user.</summary>
    public Task SendTo(string user, string text) => Clients.User(user).SendAsync("received", text);

    /// <summary>The class demands chat, and this one of two more.</summary>
    [RequireAnyScope("chat:write", "chat:admin")]
    public string Write() => "written";
}
