using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using ModelContextProtocol.Server;

namespace JwtCore.Mcp.Tests.Support;

[McpServerToolType]
internal sealed class AdminTools
{
    [McpServerTool, Description("Deletes all mail."), Authorize(Roles = "admin")]
    public static string Purge() => "purged";

    [McpServerTool, Description("Names all identities.")]
    public static string Subjects(ClaimsPrincipal user) => string.Join(' ', user.FindAll("sub").Select(claim => claim.Value));
}
