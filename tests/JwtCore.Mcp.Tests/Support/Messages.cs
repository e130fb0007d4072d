using System.Text.Json.Nodes;

namespace JwtCore.Mcp.Tests.Support;

/// <summary>Messages of JSON-RPC as clients send them.</summary>
internal static class Messages
{
    public const string Initialize = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
        """;

    public const string ListTools = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";

    /// <summary>A request of the versions before 2026-07-28.</summary>
    public static string Old(string method, string member, string name) =>
        new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 3, ["method"] = method, ["params"] = new JsonObject { [member] = name } }.ToJsonString();

    /// <summary>A request of 2026-07-28.</summary>
    public static string Modern(string method, string? member = null, string? name = null)
    {
        JsonObject parameters = new()
        {
            ["_meta"] = new JsonObject
            {
                ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
                ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
                ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
            },
        };
        if (member is not null)
        {
            parameters[member] = name;
        }

        return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 4, ["method"] = method, ["params"] = parameters }.ToJsonString();
    }
}
