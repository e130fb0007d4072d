namespace JwtCore.Cli;

/// <summary>What a token to be issued says.</summary>
/// <param name="ClientId">The <c>client_id</c>.</param>
/// <param name="Subject">The <c>sub</c>.</param>
/// <param name="Audience">The <c>aud</c>.</param>
/// <param name="Scopes">The scopes, possibly none.</param>
/// <param name="Lifetime">The seconds from <c>iat</c> to <c>exp</c>; negative for an expired token.</param>
internal sealed record TokenRequest(string ClientId, string Subject, string Audience, string[] Scopes, long Lifetime);
