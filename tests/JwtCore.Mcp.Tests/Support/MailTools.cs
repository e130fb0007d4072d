using System.ComponentModel;
using System.Security.Claims;
using JwtCore.AspNetCore;
using ModelContextProtocol.Server;

namespace JwtCore.Mcp.Tests.Support;

[McpServerToolType]
internal sealed class MailTools
{
    [McpServerTool, Description("Says who calls.")]
    public static string WhoAmI(ClaimsPrincipal user) => $"{user.FindFirst("sub")!.Value} of {user.GetTokenClaims()!.Issuer}";

    [McpServerTool, Description("Reads mail."), RequireScope("mail:read")]
    public static string ReadMail() => "read";

    [McpServerTool, Description("Sends mail."), RequireScope("mail:read", "mail:send")]
    public static string SendMail() => "sent";

    [McpServerTool, Description("Tidies up."), RequireAnyScope("mail:tidy", "mail:all")]
    public static string TidyMail() => "tidy";
}

[McpServerPromptType]
internal sealed class MailPrompts
{
    [McpServerPrompt(Name = "answer"), Description("Drafts an answer."), RequireScope("mail:draft")]
    public static string Answer() => "drafted";

    [McpServerPrompt(Name = "hello"), Description("Says hello.")]
    public static string Hello() => "hello";

    [McpServerPrompt(Name = "grüße"), Description("Greets."), RequireScope("mail:send")]
    public static string Greet() => "greeted";
}

[McpServerResourceType]
internal sealed class MailResources
{
    [McpServerResource(UriTemplate = "mail://inbox", Name = "inbox"), RequireScope("mail:read")]
    public static string Inbox() => "inbox";

    [McpServerResource(UriTemplate = "mail://archive/{year}", Name = "archive"), RequireScope("mail:archive")]
    public static string Archive(string year) => year;

    [McpServerResource(UriTemplate = "mail://help", Name = "help")]
    public static string Help() => "help";
}
