namespace JwtCore.Mcp;

/// <summary>What a request asks the server to do, as far as rules are about it.</summary>
/// <param name="Method">The method of JSON-RPC.</param>
/// <param name="Name">The name of the tool or prompt, or the URI of the resource.</param>
internal sealed record Operation(string Method, string Name)
{
    /// <summary>The member of <c>params</c> that has the name of an operation of this method; null for methods without rules.</summary>
    public static string? NameMember(string method) => method switch
    {
        "tools/call" or "prompts/get" => "name",
        "resources/read" or "resources/subscribe" or "resources/unsubscribe" => "uri",
        _ => null,
    };
}
