namespace JwtCore.Cli;

/// <summary>One request of a fetch and what came back.</summary>
/// <param name="Address">What was asked for.</param>
internal sealed record HttpExchange(Uri Address)
{
    /// <summary>The status, or null without an answer.</summary>
    public int? Status { get; init; }

    /// <summary>What the network said instead of an answer.</summary>
    public HttpRequestError? Failure { get; init; }

    /// <summary>What the answer says about its lifetime.</summary>
    public Freshness? Freshness { get; init; }

    /// <summary>The body, or null when it is longer than the limit or was not read.</summary>
    public byte[]? Body { get; init; }
}
