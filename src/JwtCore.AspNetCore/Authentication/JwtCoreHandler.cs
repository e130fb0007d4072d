using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore;

/// <summary>Authenticates one request by its bearer token, and answers when that is not enough.</summary>
internal sealed class JwtCoreHandler(
    IOptionsMonitor<JwtCoreOptions> options, QuietLoggerFactory logger, UrlEncoder encoder, SchemeVerifierCache verifiers, RejectionLog rejections)
    : AuthenticationHandler<JwtCoreOptions>(options, logger, encoder)
{
    private static readonly Task<AuthenticateResult> NoToken = Task.FromResult(AuthenticateResult.NoResult());

    // What is wrong with this request: no token, until one was looked at.
    private Refusal _refusal = Refusal.Of(VerifyError.None);

    // The issuer of a token that is authentic but lacks a scope.
    private string? _issuer;

    private SchemeVerifier SchemeVerifier => verifiers.Of(Scheme.Name, Options);

    private new JwtCoreEvents Events => (JwtCoreEvents)base.Events!;

    /// <inheritdoc/>
    protected override Task<object> CreateEventsAsync() => Task.FromResult<object>(new JwtCoreEvents());

    /// <summary>Completes synchronously unless the verifier waits for keys or an event takes its time.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Events.HasMessageReceived ? ReceiveAsync() : VerifyHeaderAsync();

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Only a scheme that looked at the token knows what is wrong with it.
        AuthenticateResult result = await HandleAuthenticateOnceSafeAsync();
        if (Refusal.IsHandled(Context))
        {
            return;
        }

        JwtBearerChallengeContext? challenge = null;
        if (Events.HasChallenge)
        {
            challenge = new(Context, Scheme, Options, properties)
            {
                AuthenticateFailure = result.Failure,
                Error = _refusal.Error,
                ErrorDescription = _refusal.Error is null ? null : _refusal.Description,
            };
            await Events.Challenge(challenge);
            if (challenge.Handled)
            {
                Refusal.SetHandled(Context);
                return;
            }
        }

        IReadOnlyList<string> scopes = [.. SchemeVerifier.RequiredScopes(_issuer), .. await EndpointScopes.FindAsync(Context)];
        _refusal.Send(Context, Options, scopes, challenge);
    }

    /// <inheritdoc/>
    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        IReadOnlyList<string> scopes = await EndpointScopes.FindAsync(Context);
        TokenClaims? token = Context.GetTokenClaims();
        bool isOurs = token is null || Context.User.Identities.Any(identity => identity is TokenIdentity own && own.Scheme == Scheme.Name);
        if (isOurs && scopes.Count > 0 && !(token is not null && scopes.All(token.HasScope)))
        {
            Refusal.Of(VerifyError.InsufficientScope).Send(Context, Options, [.. SchemeVerifier.RequiredScopes(token?.Issuer), .. scopes]);
        }
        else
        {
            await base.HandleForbiddenAsync(properties);
        }

        if (Events.HasForbidden)
        {
            await Events.Forbidden(new ForbiddenContext(Context, Scheme, Options));
        }
    }

    // An event that cannot accept a request does not leave a user in it either.
    private async Task<AuthenticateResult> ReceiveAsync()
    {
        MessageReceivedContext message = new(Context, Scheme, Options);
        ClaimsPrincipal user = Context.User;
        await Events.MessageReceived(message);
        Context.User = user;
        return message.Result is AuthenticateResult result ? Decided(result, nameof(Events.OnMessageReceived), Refusal.ByEventBefore)
            : await (string.IsNullOrEmpty(message.Token) ? VerifyHeaderAsync() : VerifyAsync(message.Token.AsMemory()));
    }

    private Task<AuthenticateResult> VerifyHeaderAsync() => BearerHeader.Read(Request.Headers.Authorization, out ReadOnlyMemory<char> token) switch
    {
        BearerHeaderForm.NoToken => NoToken,
        BearerHeaderForm.Several => RejectAsync(VerifyError.NotVerified, Refusal.SeveralHeaders, null, ClaimFault.None),
        _ => VerifyAsync(token),
    };

    private Task<AuthenticateResult> VerifyAsync(ReadOnlyMemory<char> token)
    {
        ITokenVerifier verifier = SchemeVerifier.Verifier;

        // Without keys such an endpoint sees no user, at once.
        if (verifier is JwtVerifier own && EndpointAccess.IsAnonymous(Context))
        {
            return AnswerAsync(own.VerifyNow(token.Span));
        }

        ValueTask<VerifyResult> verifying = verifier.VerifyAsync(token, Context.RequestAborted);
        return verifying.IsCompletedSuccessfully ? AnswerAsync(verifying.Result) : WaitAsync(verifying);
    }

    private async Task<AuthenticateResult> WaitAsync(ValueTask<VerifyResult> verifying) => await AnswerAsync(await verifying);

    private Task<AuthenticateResult> AnswerAsync(VerifyResult result)
    {
        if (result is { IsValid: true, Claims: TokenClaims claims })
        {
            return AcceptAsync(claims);
        }

        _issuer = result.Claims?.Issuer;
        return RejectAsync(result.Error, Refusal.Of(result.Error, result.ErrorClaim), result.ErrorClaim, result.ErrorFault);
    }

    private Task<AuthenticateResult> AcceptAsync(TokenClaims claims)
    {
        TokenIdentity identity = new(claims, Scheme.Name, ClaimsIssuer, Options.NameClaimType, Options.RoleClaimType);
        ClaimsPrincipal principal = new(identity);

        // Long connections end with the token when they are told to.
        AuthenticationProperties properties = new() { ExpiresUtc = claims.ExpiresAt };
        Log.Accepted(Logger, Scheme.Name);
        return Events.HasTokenValidated
            ? AskAsync(new TokenValidatedContext(Context, Scheme, Options, claims) { Principal = principal, Properties = properties })
            : Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, properties, Scheme.Name)));
    }

    private async Task<AuthenticateResult> AskAsync(TokenValidatedContext validated)
    {
        await Events.TokenValidated(validated);
        if (validated.Result is null)
        {
            validated.Success();
        }

        return Decided(validated.Result!, nameof(Events.OnTokenValidated), Refusal.ByEventAfter);
    }

    private Task<AuthenticateResult> RejectAsync(VerifyError error, Refusal refusal, string? claim, ClaimFault fault)
    {
        _refusal = refusal;
        rejections.Add(Scheme.Name, error, claim, fault);
        AuthenticateResult result = AuthenticateResult.Fail(refusal.Description);
        return Events.HasAuthenticationFailed
            ? AskAsync(new AuthenticationFailedContext(Context, Scheme, Options) { Error = error, ErrorClaim = claim, ErrorFault = fault, Exception = result.Failure! }, result)
            : Task.FromResult(result);
    }

    private async Task<AuthenticateResult> AskAsync(AuthenticationFailedContext failed, AuthenticateResult result)
    {
        ClaimsPrincipal user = Context.User;
        await Events.AuthenticationFailed(failed);
        Context.User = user;
        return failed.Result is null ? result : Decided(failed.Result, nameof(Events.OnAuthenticationFailed), _refusal);
    }

    // An event had the last word.
    private AuthenticateResult Decided(AuthenticateResult result, string eventName, Refusal refusal)
    {
        _refusal = result.Failure is null ? Refusal.Of(VerifyError.None) : refusal;
        if (result.Failure is not null)
        {
            rejections.AddByEvent(Scheme.Name, eventName, result.Failure.Message);
        }

        return result;
    }
}
