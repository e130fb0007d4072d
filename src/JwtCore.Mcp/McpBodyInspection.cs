namespace JwtCore.Mcp;

/// <summary>
/// Under which protocol versions the body of a request is read for its operation before the MCP server gets it. Requests of version
/// 2026-07-28 and later name the operation in headers; their bodies are never read for it.
/// </summary>
public enum McpBodyInspection
{
    /// <summary>
    /// Under 2025-11-25, the first version in which clients answer a 403 by asking for the scopes that it names. Older clients get the
    /// error of the protocol, under status 200.
    /// </summary>
    WhereStepUpIsKnown = 0,

    /// <summary>Under none: such clients get the error of the protocol, under status 200.</summary>
    Never,

    /// <summary>Under every version without those headers, also when the request names no version.</summary>
    Always,
}
