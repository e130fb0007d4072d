using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>
/// WARNING: NEVER FOR PRODUCTION. Accepts fixed texts, written down in clear, as if they were tokens: whoever reads the
/// source or the configuration is whoever he likes. For tests and for a first run on one's own machine alone.
/// </summary>
/// <remarks>
/// Each text stands for an identity. Claims, expiry with the 60 seconds of clock skew that are the default, and required
/// scopes are judged by a real <see cref="JwtVerifier"/>. A text that stands for nobody is judged as the token that it is
/// not, by a verifier whose key nobody has: <see cref="VerifyError.NotCompactJws"/> for plain text, for a real token the
/// error that a foreign one has. Safe for concurrent use.
/// </remarks>
public sealed class StaticTokenVerifier : ITokenVerifier
{
    private static readonly string[] OwnClaims = ["client_id", "sub", "iss", "scope", "exp"];
    private static readonly int LongestText = new Limits().TokenBytes;

    private readonly (byte[] Hash, string Token)[] _entries;
    private readonly JwtVerifier _verifier;

    /// <summary>Takes the texts and whom they stand for; copied and checked here, so that no request fails on them later.</summary>
    /// <param name="identities">The texts, in the characters that a bearer token may have (RFC 6750 section 2.1), with whom each stands for.</param>
    /// <param name="requiredScopes">As <see cref="VerificationPolicy.RequiredScopes"/>; null for none.</param>
    /// <param name="impliedScopes">As <see cref="VerificationPolicy.ImpliedScopes"/>; null for none.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">
    /// A text could not be sent as a bearer token or is longer than 16,384 characters, an identity has claims that no token
    /// may have or says one of them twice, or the scopes are malformed. No message quotes a text.
    /// </exception>
    public StaticTokenVerifier(
        IReadOnlyDictionary<string, StaticIdentity> identities,
        IReadOnlyList<Expected>? requiredScopes = null,
        IReadOnlyDictionary<string, string[]>? impliedScopes = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(identities);
        timeProvider ??= TimeProvider.System;
        TestKeyPair pair = TestKeyPair.Create(JwtAlgorithm.HS256);
        _verifier = new JwtVerifier(
            new VerificationPolicy
            {
                Issuer = Expected.Any,
                Audience = Expected.Any,
                Algorithms = [pair.Algorithm],
                Keys = pair.ToJwkSet(),
                RequiredScopes = requiredScopes ?? [],
                ImpliedScopes = impliedScopes ?? new Dictionary<string, string[]>(),
                Tolerate = Tolerance.MissingExpiration,
            },
            new JwtVerifierOptions { TimeProvider = timeProvider });
        _entries = [.. identities.Select(entry => (Hash(Checked(entry.Key)), Mint(pair, entry.Value, timeProvider)))];
    }

    /// <inheritdoc/>
    public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default) =>
        _verifier.VerifyAsync(Find(token.Span)?.AsMemory() ?? token, cancellationToken);

    // The hashes are compared in fixed time and all of them every time, so that the time taken tells nothing about how
    // close a guess was, nor which entry it hit. A dictionary would need a keyed hash for the same; these are few.
    private string? Find(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestText)
        {
            return null;
        }

        byte[] hash = Hash(text);
        string? found = null;
        foreach ((byte[] known, string token) in _entries)
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? token : found;
        }

        return found;
    }

    private static byte[] Hash(ReadOnlySpan<char> text) => SHA256.HashData(MemoryMarshal.AsBytes(text));

    private static string Checked(string text) =>
        text.TrimEnd('=') is { Length: > 0 } body && text.Length <= LongestText && body.All(c => char.IsAsciiLetterOrDigit(c) || "-._~+/".Contains(c))
            ? text
            : throw new ArgumentException("A text is empty, too long, or has characters that no bearer token has.");

    // RFC 6749 section 3.3.
    private string Mint(TestKeyPair pair, StaticIdentity identity, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentException.ThrowIfNullOrEmpty(identity.ClientId);
        if (identity.Claims.Select(claim => claim.Key).Intersect(OwnClaims).FirstOrDefault() is string twice)
        {
            throw new ArgumentException($"The claim {twice} has a property of its own.");
        }

        // Judged behind the clock, so an identity that has expired by now would hide it.
        if (identity.Claims.ContainsKey("cnf"))
        {
            throw new ArgumentException("No proof of possession comes with a text, so none may be asked for by cnf.");
        }

        JsonObject claims = identity.Claims.DeepClone().AsObject();
        claims["client_id"] = identity.ClientId;
        claims["exp"] = identity.ExpiresAt is DateTimeOffset end ? (end - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond : null;
        string token = pair.CreateToken(new TestToken
        {
            Subject = identity.Subject,
            Issuer = identity.Issuer,
            Scopes = identity.Scopes.All(ScopeSyntax.IsScope) ? identity.Scopes : throw new ArgumentException("A scope is empty, or has a character that scopes never have."),
            Claims = claims,
            TimeProvider = timeProvider,
        });
        _verifier.TryVerify(token, out VerifiedToken verified);

        // What the clock or the required scopes say is for the request; anything else would fail every request.
        return verified.Error is VerifyError.None or VerifyError.Expired or VerifyError.NotYetValid or VerifyError.IssuedInFuture or VerifyError.InsufficientScope
            ? token
            : throw new ArgumentException($"The identity of client {identity.ClientId} makes no token: {verified.Error}.");
    }
}
