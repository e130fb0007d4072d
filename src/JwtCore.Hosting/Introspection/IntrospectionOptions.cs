using JwtCore.Jwks;
using JwtCore.Rules;

namespace JwtCore.Hosting;

/// <summary>Which endpoint an <see cref="IntrospectionVerifier"/> asks, and which answers it takes. Immutable; checked by its constructor.</summary>
public sealed class IntrospectionOptions
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>
    /// The introspection endpoint (RFC 7662 section 2): an absolute <c>https</c> address without user information and fragment. Metadata
    /// calls it <c>introspection_endpoint</c>.
    /// </summary>
    public required string Endpoint { get; init; }

    /// <summary>The <c>iss</c> that an answer must have, compared exactly.</summary>
    public required string Issuer { get; init; }

    /// <summary>The audiences to accept: an answer must name one of them in <c>aud</c>, compared exactly. Cannot be <see cref="Expected.Any"/>.</summary>
    public required Expected Audience { get; init; }

    /// <summary>
    /// The client ID of this service at the endpoint, sent with <see cref="ClientSecret"/> as <c>client_secret_basic</c> (RFC 6749 section
    /// 2.3.1). Null only with a <see cref="Client"/> that authenticates in another way.
    /// </summary>
    public string? ClientId { get; init; }

    /// <summary>The secret of <see cref="ClientId"/>. Never logged.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>
    /// The client to ask with: for client certificates, signed assertions, own handlers. Stays the caller's and is not disposed. It must
    /// not follow redirects, which would carry the token to another address; an answer from another address is refused. Null for one of
    /// its own, without cookies and redirects.
    /// </summary>
    public HttpClient? Client { get; init; }

    /// <summary>Takes <c>http</c> for <c>localhost</c>, <c>127.0.0.0/8</c> and <c>[::1]</c>: for development. Off by default. No proxy is used for it.</summary>
    public bool AllowHttpOnLoopback { get; init; }

    /// <summary>
    /// Takes answers without <c>token_type</c>, from a server that leaves it out (RFC 7662 section 2.2). Off by default: some servers leave
    /// it out for refresh tokens, which then pass as access tokens. An answer with another type than <c>Bearer</c> stays refused.
    /// </summary>
    public bool AllowMissingTokenType { get; init; }

    /// <summary>
    /// The scopes that a token must have; each entry is one scope, or a set of which one is enough. None by default. Those of the policies
    /// and settings are for JWTs alone, and so are their implied scopes.
    /// </summary>
    public IReadOnlyList<Expected> RequiredScopes { get; init; } = [];

    /// <summary>
    /// Asked about each token that the endpoint calls active, remembered ones at every use; null for none. That of
    /// <see cref="JwtVerifierOptions"/> is for JWTs alone; it can be set here too. One check: a delegate made of several is refused.
    /// </summary>
    public AsyncRevocationCheck? IsRevokedAsync { get; init; }

    /// <summary>The longest wait for an answer of <see cref="IsRevokedAsync"/>, as <see cref="JwtVerifierOptions.RevocationTimeout"/>. 5 seconds by default, from 1 millisecond to 1 minute.</summary>
    public TimeSpan RevocationTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Demands less of opaque tokens than of the JWTs beside them. Off by default: when the <see cref="JwtVerifier"/> has required scopes or
    /// a revocation check and these options have none, or when it has required claims, the options are refused.
    /// </summary>
    public bool AllowFewerDemands { get; init; }

    /// <summary>
    /// Asks about every token, also about one that looks like a JWT. Off by default: options without a <see cref="JwtVerifier"/> beside them
    /// are refused, since JWTs would reach the endpoint past the settings that were meant for them.
    /// </summary>
    public bool AskAboutJwts { get; init; }

    /// <summary>The longest time from the request to the end of the answer, the wait for a place among <see cref="RequestsAtOnce"/> included. 5 seconds by default, from 1 millisecond to 1 minute.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest answer, in bytes, after decompression. 65,536 by default, from 1 to 1,048,576.</summary>
    public int MaxBytes { get; init; } = 65_536;

    /// <summary>The most requests at once; further ones wait for a place. 64 by default, from 1 to 10,000.</summary>
    public int RequestsAtOnce { get; init; } = 64;

    /// <summary>
    /// How long the answer that a token is active may be used again. A token that was revoked still passes for that long. Zero, the
    /// default, asks at each request; at most 30 seconds. Never beyond the token's <c>exp</c>. Other answers are not remembered.
    /// </summary>
    public TimeSpan RememberFor { get; init; }

    /// <summary>The most answers to remember. When there is no room, further ones are not remembered. 10,000 by default, from 1 to 1,000,000.</summary>
    public int MaxRemembered { get; init; } = 10_000;

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks all of them.</summary>
    /// <returns>The address of the endpoint.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    internal Uri Check()
    {
        Require.Range(nameof(IntrospectionOptions), RequestTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Require.Range(nameof(IntrospectionOptions), MaxBytes, 1, MostBytes);
        Require.Range(nameof(IntrospectionOptions), RequestsAtOnce, 1, 10_000);
        Require.Range(nameof(IntrospectionOptions), RememberFor, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Require.Range(nameof(IntrospectionOptions), MaxRemembered, 1, 1_000_000);
        _ = new ExpectedTexts(Audience, nameof(Audience));
        Refuse(Audience.IsAny, nameof(Audience), "is Expected.Any. Name the audiences of this service: an endpoint answers for tokens of other services too.");
        Refuse(string.IsNullOrEmpty(Issuer), nameof(Issuer), "is empty. Set it to the iss of the answers.");
        Refuse(TimeProvider is null, nameof(TimeProvider), "is null.");
        Refuse(string.IsNullOrEmpty(ClientId) != string.IsNullOrEmpty(ClientSecret), nameof(ClientSecret), $"and {nameof(ClientId)} belong together. Set both.");
        Refuse(string.IsNullOrEmpty(ClientId) && Client is null, nameof(ClientId), $"is missing. The endpoint must know who asks (RFC 7662 section 2.1): set {nameof(ClientId)} and {nameof(ClientSecret)}, or a {nameof(Client)} that authenticates.");
        return KeySetAddress.TryRead(Endpoint, new RemoteJwksOptions { AllowHttpOnLoopback = AllowHttpOnLoopback }, out Uri? address)
            ? address
            : throw new RefusedArgumentException(
                nameof(Endpoint), "must be an absolute https address with a host, without user information and fragment. Plain http is for loopback, with ", nameof(AllowHttpOnLoopback), ".", nameof(IntrospectionOptions));
    }

    private static void Refuse(bool isWrong, string name, string reason)
    {
        if (isWrong)
        {
            throw new RefusedArgumentException(name, reason, owner: nameof(IntrospectionOptions));
        }
    }
}
