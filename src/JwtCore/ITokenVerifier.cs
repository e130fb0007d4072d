namespace JwtCore;

/// <summary>
/// What adapters, test doubles and verifiers of an application share: the verification of one token. An implementation answers with
/// <see cref="VerifyResult.AcceptedByCaller"/> or <see cref="VerifyResult.Refused"/>.
/// </summary>
public interface ITokenVerifier
{
    /// <summary>Verifies a token. No content of the token makes it throw.</summary>
    /// <param name="token">
    /// The token in compact form, without <c>Bearer</c>. Its memory must stay as it is until the call completes: while
    /// waiting for keys nothing is copied.
    /// </param>
    /// <param name="cancellationToken">Ends the wait, for keys or for a check that takes time.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default);
}
