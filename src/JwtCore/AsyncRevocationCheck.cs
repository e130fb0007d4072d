namespace JwtCore;

/// <summary>
/// Asks whether an authentic, otherwise valid token was revoked, where the answer takes time: a database, another service.
/// Called for several tokens at once. Identify the token by issuer and <c>jti</c>, issuer and <c>sub</c>, or <c>iat</c>, never by
/// its text: an ECDSA signature has a valid twin.
/// </summary>
/// <remarks>
/// The time limit is <see cref="JwtVerifierOptions.RevocationTimeout"/>. It starts when the check returns its task: do not block
/// before the first <c>await</c>. A check that goes on after its limit is left behind; nobody reads its answer.
/// </remarks>
/// <param name="token">The claims of the token; they may be kept.</param>
/// <param name="cancellationToken">Triggered when the time limit passed or the caller gave up.</param>
/// <returns>
/// True to refuse the token with <see cref="VerifyError.Revoked"/>. An exception, <see cref="OperationCanceledException"/> included,
/// refuses it with <see cref="VerifyError.RevocationCheckFailed"/>.
/// </returns>
public delegate ValueTask<bool> AsyncRevocationCheck(TokenClaims token, CancellationToken cancellationToken);
