using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JwtCore.AspNetCore;

/// <summary>How a verdict is answered: the status, and the challenge of RFC 6750. Fixed texts, none of a token.</summary>
internal sealed class Refusal
{
    private static readonly Dictionary<VerifyError, Refusal> Known = Enum.GetValues<VerifyError>().ToDictionary(error => error, Make);

    // RFC 7519 section 4.1, and other names of IANA's registry that profiles read. Names of the policy stay in the log.
    private static readonly string[] RegisteredClaims = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", "cnf", "events", "nonce", "sid", "auth_time", "azp"];

    private static readonly Dictionary<(VerifyError Error, string Claim), Refusal> KnownByClaim = RegisteredClaims
        .SelectMany(claim => (VerifyError[])[VerifyError.ClaimMalformed, VerifyError.RequiredClaimMissing], (claim, error) => (error, claim))
        .ToDictionary(pair => pair, pair => Name(Known[pair.error], pair.claim));

    private const int Handled = int.MaxValue;

    private readonly int _status;
    private readonly int _rank;

    private Refusal(int status, int rank, string? error, string description)
    {
        _status = status;
        _rank = rank;
        Error = error;
        Description = description;
    }

    /// <summary>The answer to a request that may have several tokens.</summary>
    public static Refusal SeveralHeaders { get; } =
        new(StatusCodes.Status400BadRequest, 1, "invalid_request", "The request has several Authorization headers.");

    /// <summary>The answer to a request that has several tokens (RFC 6750 section 2).</summary>
    public static Refusal SeveralTokens { get; } = new(StatusCodes.Status400BadRequest, 1, "invalid_request", "The request has several tokens.");

    /// <summary>The answer when an event refused the request before its token was judged.</summary>
    public static Refusal ByEventBefore { get; } = new(StatusCodes.Status401Unauthorized, 1, "invalid_token", "The request was refused.");

    /// <summary>The answer when an event refused a valid token.</summary>
    public static Refusal ByEventAfter { get; } = new(StatusCodes.Status401Unauthorized, 3, "invalid_token", "The token was refused.");

    /// <summary>The error of RFC 6750 section 3.1; null when there is no token, or none could be judged.</summary>
    public string? Error { get; }

    /// <summary>What is wrong, in a sentence.</summary>
    public string Description { get; }

    /// <summary>The answer to a verdict; of None the one to a request without a token.</summary>
    public static Refusal Of(VerifyError error) => Known[error];

    /// <summary>The answer to a verdict about a claim, which it names when the name is registered.</summary>
    public static Refusal Of(VerifyError error, string? claim) =>
        claim is not null && KnownByClaim.TryGetValue((error, claim), out Refusal? refusal) ? refusal : Of(error);

    /// <summary>Whether the event of a scheme has answered the request.</summary>
    public static bool IsHandled(HttpContext context) => context.Features.Get<Sent>() is { Rank: Handled };

    /// <summary>Says that the event of a scheme has answered the request: no other scheme adds to it.</summary>
    public static void SetHandled(HttpContext context) => context.Features.Set(new Sent(context.Response.StatusCode, Handled, null));

    /// <summary>Answers, unless another scheme has answered that got further with the token.</summary>
    /// <param name="context">The request.</param>
    /// <param name="options">The options of the scheme.</param>
    /// <param name="scopes">The scopes that are needed.</param>
    /// <param name="changes">The challenge as an event left it; null when there is no event.</param>
    /// <exception cref="InvalidOperationException">The event left something that no header can hold.</exception>
    public void Send(HttpContext context, JwtCoreOptions options, IReadOnlyList<string> scopes, JwtBearerChallengeContext? changes = null)
    {
        // An answer that was cleared since, by an exception handler for instance, is none.
        Sent? before = context.Features.Get<Sent>();
        if (before is not null && before.Status != context.Response.StatusCode)
        {
            before = null;
        }

        if (before is not null && before.Rank >= _rank)
        {
            return;
        }

        // 503 says nothing about the token.
        string? challenge = _status == StatusCodes.Status503ServiceUnavailable
            ? null
            : changes is null ? BearerChallenge.Write(options.Realm, Error, Description, scopes, options.MetadataOf(context))
            : BearerChallenge.Write(changes, scopes);
        StringValues others = StringValues.IsNullOrEmpty(before?.Challenge)
            ? context.Response.Headers.WWWAuthenticate
            : new([.. context.Response.Headers.WWWAuthenticate.Where(value => value != before!.Challenge)]);
        context.Response.Headers.WWWAuthenticate = challenge is null ? others : StringValues.Concat(others, challenge);
        context.Response.StatusCode = _status;
        context.Features.Set(new Sent(_status, _rank, challenge));
    }

    private static Refusal Name(Refusal refusal, string claim) =>
        new(refusal._status, refusal._rank, refusal.Error, $"{refusal.Description.TrimEnd('.')}: {claim}.");

    private static Refusal Make(VerifyError error) => error switch
    {
        VerifyError.None => new(StatusCodes.Status401Unauthorized, 0, null, "There is no token."),
        VerifyError.KeysUnavailable => new(StatusCodes.Status503ServiceUnavailable, 2, null, "Tokens cannot be verified now."),
        VerifyError.RevocationCheckFailed => new(StatusCodes.Status503ServiceUnavailable, 3, null, "Whether the token was revoked cannot be checked."),
        VerifyError.RevocationCheckTimedOut => new(StatusCodes.Status503ServiceUnavailable, 3, null, "Whether the token was revoked cannot be checked in time."),
        VerifyError.InsufficientScope => new(StatusCodes.Status403Forbidden, 4, "insufficient_scope", "The token lacks a scope that is needed."),
        _ => new(StatusCodes.Status401Unauthorized, error > VerifyError.SignatureInvalid ? 3 : 1, "invalid_token", Describe(error)),
    };

    private static string Describe(VerifyError error) => error switch
    {
        VerifyError.TokenTooLarge => "The token is too large.",
        VerifyError.EncryptedTokenNotSupported => "The token is encrypted.",
        VerifyError.NotCompactJws => "The token is not a signed JWT.",
        VerifyError.HeaderMalformed => "The header of the token is malformed.",
        VerifyError.AlgorithmNotAllowed => "The algorithm of the token is not allowed.",
        VerifyError.CriticalHeaderNotSupported => "The header of the token has a critical extension.",
        VerifyError.UnencodedPayloadNotSupported => "The payload of the token is not encoded.",
        VerifyError.CompressedPayloadNotSupported => "The payload of the token is compressed.",
        VerifyError.IssuerNotTrusted => "The issuer of the token is not trusted.",
        VerifyError.KeyNotFound => "The key of the token is not known.",
        VerifyError.KeyAmbiguous => "The token does not say which key it is signed with.",
        VerifyError.KeyAlgorithmMismatch => "The key of the token is not for its algorithm.",
        VerifyError.SignatureInvalid => "The signature of the token is invalid.",
        VerifyError.PayloadMalformed => "The payload of the token is malformed.",
        VerifyError.ClaimMalformed => "A claim of the token is malformed.",
        VerifyError.TypeMismatch => "The token is of another type.",
        VerifyError.IssuerMismatch => "The token is from another issuer.",
        VerifyError.AudienceMismatch => "The token is for another audience.",
        VerifyError.ExpirationMissing => "The token has no expiration.",
        VerifyError.Expired => "The token has expired.",
        VerifyError.NotYetValid => "The token is not yet valid.",
        VerifyError.IssuedInFuture => "The token was issued in the future.",
        VerifyError.TooOld => "The token is too old.",
        VerifyError.LifetimeTooLong => "The lifetime of the token is too long.",
        VerifyError.RequiredHeaderMissing => "The header of the token lacks a member that is needed.",
        VerifyError.RequiredClaimMissing => "The token lacks a claim that is needed.",
        VerifyError.ProofOfPossessionRequired => "The token is bound to a key and came without proof.",
        VerifyError.Revoked => "The token was revoked.",
        _ => "The token is invalid.",
    };

    private sealed record Sent(int Status, int Rank, string? Challenge);
}
