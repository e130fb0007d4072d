namespace JwtCore;

/// <summary>
/// Asks whether an authentic, otherwise valid token was revoked. Called on the verifying thread, perhaps on several at
/// once. Identify the token by issuer and <c>jti</c>, issuer and <c>sub</c>, or <c>iat</c>, never by its text: an ECDSA
/// signature has a valid twin.
/// </summary>
/// <param name="token">The token; readable during the call only.</param>
/// <returns>True to refuse the token with <see cref="VerifyError.Revoked"/>. An exception refuses it with <see cref="VerifyError.RevocationCheckFailed"/>.</returns>
public delegate bool RevocationCheck(in VerifiedToken token);
