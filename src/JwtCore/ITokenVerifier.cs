namespace JwtCore;

/// <summary>What adapters and test doubles share: the verification of one token.</summary>
public interface ITokenVerifier
{
    /// <summary>Verifies a token. No content of the token makes it throw.</summary>
    /// <param name="token">
    /// The token in compact form, without <c>Bearer</c>. Its memory must stay as it is until the call completes: while
    /// waiting for keys nothing is copied.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for keys.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default);
}
