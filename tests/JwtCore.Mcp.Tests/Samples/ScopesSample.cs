using System.ComponentModel;
using JwtCore.AspNetCore;
using ModelContextProtocol.Server;

namespace McpSamples;

// begin
[McpServerToolType]
internal sealed class MailTools
{
    [McpServerTool, Description("Reads mail."), RequireScope("mail:read")]
    public static string ReadMail() => "read";

    [McpServerTool, Description("Sends mail."), RequireScope("mail:read", "mail:send")]
    public static string SendMail() => "sent";
}

[McpServerResourceType]
internal sealed class MailResources
{
    [McpServerResource(UriTemplate = "mail://archive/{year}", Name = "archive"), RequireScope("mail:archive")]
    public static string Archive(string year) => $"the mail of {year}";
}

// end
