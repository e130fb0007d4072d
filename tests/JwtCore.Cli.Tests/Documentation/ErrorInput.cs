namespace JwtCore.Cli.Tests;

/// <summary>One real input for an error: a token, and what accepts or refuses it here and there.</summary>
/// <param name="Error">The error.</param>
/// <param name="Words">The input in words, for the page.</param>
/// <param name="Token">The token, as it is sent after <c>Bearer </c> and given to the command line.</param>
internal sealed record ErrorInput(VerifyError Error, string Words, string Token)
{
    /// <summary>What the service accepts; null for the policy that accepts the good token.</summary>
    public VerificationPolicy[]? Policies { get; init; }

    /// <summary>The revocation check of the service; null for none.</summary>
    public AsyncRevocationCheck? IsRevoked { get; init; }

    /// <summary>What the command line is given beside the usual options.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>The key set as JSON, or an address of one.</summary>
    public required string KeySet { get; init; }

    /// <summary>Why the command line cannot produce it; null when it can.</summary>
    public string? NotOnCommandLine { get; init; }
}
