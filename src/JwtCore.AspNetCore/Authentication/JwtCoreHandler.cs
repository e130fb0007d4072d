using System.Security.Claims;
using System.Text.Encodings.Web;
using JwtCore.Diagnostics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

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
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Events.HasMessageReceived ? ReceiveAsync() : VerifyRequestAsync();

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

        IEnumerable<string> scopes = [.. SchemeVerifier.RequiredScopes(_issuer), .. (await EndpointDemands.FindAsync(Context)).NamedScopes, .. Options.RequestResource?.ScopesOf(Context) ?? []];
        _refusal.Send(Context, Options, Spelled(scopes), challenge);
    }

    /// <inheritdoc/>
    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        EndpointDemands demands = await EndpointDemands.FindAsync(Context);
        demands = Options.RequestResource is RequestResource resource ? await resource.WithOperationAsync(Context, demands) : demands;
        TokenIdentity[] tokens = [.. Context.User.Identities.OfType<TokenIdentity>()];
        bool isOurs = tokens.Length == 0 || tokens.Any(token => token.Scheme == Scheme.Name);
        if (isOurs && demands.LackScope(tokens))
        {
            IEnumerable<string> scopes = Options.RequestResource is RequestResource known && tokens.FirstOrDefault(token => token.Scheme == Scheme.Name) is TokenIdentity own
                ? [.. demands.NamedScopesFor(own), .. await known.GrantedScopesAsync(Context, own, SchemeVerifier.NamedScopes.Concat(demands.KnownScopes))]
                : [.. SchemeVerifier.RequiredScopes(tokens.FirstOrDefault()?.Token.Issuer), .. demands.NamedScopes];
            Refusal.Of(VerifyError.InsufficientScope).Send(Context, Options, Spelled(scopes));
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
            : await (string.IsNullOrEmpty(message.Token) ? VerifyRequestAsync() : VerifyAsync(message.Token.AsMemory()));
    }

    private Task<AuthenticateResult> VerifyRequestAsync()
    {
        BearerHeaderForm form = BearerHeader.Read(Request.Headers.Authorization, out ReadOnlyMemory<char> token);
        StringValues inQuery = Options.QueryTokens is QueryTokens query ? query.Read(Request) : default;
        return (form, inQuery.Count) switch
        {
            (BearerHeaderForm.Several, _) => RejectAsync(VerifyError.NotVerified, Refusal.SeveralHeaders, null, ClaimFault.None),
            (BearerHeaderForm.Token, 0) => VerifyAsync(token),
            (_, 0) => NoToken,
            (not BearerHeaderForm.Token, 1) => VerifyAsync(inQuery[0].AsMemory(), isInQuery: true),
            _ => RejectAsync(VerifyError.NotVerified, Refusal.SeveralTokens, null, ClaimFault.None),
        };
    }

    private Task<AuthenticateResult> VerifyAsync(ReadOnlyMemory<char> token, bool isInQuery = false)
    {
        ITokenVerifier verifier = SchemeVerifier.Verifier;

        // Without keys an endpoint for anyone sees no user, at once.
        ValueTask<VerifyResult> verifying = verifier switch
        {
            JwtVerifier own when EndpointAccess.IsAnonymous(Context) => own.VerifyWithKeysAtHandAsync(token, Context.RequestAborted),
            IssuerDirectory own when EndpointAccess.IsAnonymous(Context) => own.VerifyWithKeysAtHandAsync(token, Context.RequestAborted),
            JwtVerifier or IssuerDirectory => verifier.VerifyAsync(token, Context.RequestAborted),
            _ => AskAsync(verifier, token),
        };
        return verifying.IsCompletedSuccessfully ? AnswerAsync(verifying.Result, token, isInQuery) : WaitAsync(verifying, token, isInQuery);
    }

    // Whatever another verifier vouches for, or kept for too long: its claims must be in force and bound to no key.
    private async ValueTask<VerifyResult> AskAsync(ITokenVerifier other, ReadOnlyMemory<char> token)
    {
        VerifyResult verdict = await other.VerifyAsync(token, Context.RequestAborted);
        VerifyResult result = verdict.Recheck(TimeProvider.GetUtcNow());
        if (!result.IsCounted)
        {
            Telemetry.Count(result.Error);
        }

        return result;
    }

    private async Task<AuthenticateResult> WaitAsync(ValueTask<VerifyResult> verifying, ReadOnlyMemory<char> token, bool isInQuery) =>
        await AnswerAsync(await verifying, token, isInQuery);

    private Task<AuthenticateResult> AnswerAsync(VerifyResult result, ReadOnlyMemory<char> token, bool isInQuery)
    {
        // No policy names the audience of a resource that is known only now, or checks tokens of a verifier made elsewhere. Remembered tokens are checked too.
        if (result.Claims is TokenClaims own && Options.RequestResource?.IsFor(Context, own, SchemeVerifier.ChecksAudience) == false)
        {
            return RejectAsync(VerifyError.AudienceMismatch, Refusal.Of(VerifyError.AudienceMismatch), "aud", ClaimFault.None);
        }

        if (result is { IsValid: true, Claims: TokenClaims claims })
        {
            return isInQuery ? AcceptFromQueryAsync(claims, token) : AcceptAsync(claims, token);
        }

        _issuer = result.Claims?.Issuer;
        return RejectAsync(result.Error, Refusal.Of(result.Error, result.ErrorClaim), result.ErrorClaim, result.ErrorFault);
    }

    private Task<AuthenticateResult> AcceptFromQueryAsync(TokenClaims claims, ReadOnlyMemory<char> token)
    {
        // A token in the query comes without a proof of possession, so a bound token is refused, whatever the policy tolerates.
        if (claims.Payload.TryGetProperty("cnf", out _))
        {
            return RejectAsync(VerifyError.ProofOfPossessionRequired, Refusal.Of(VerifyError.ProofOfPossessionRequired), "cnf", ClaimFault.None);
        }

        // RFC 6750 section 2.3.
        if (StringValues.IsNullOrEmpty(Response.Headers.CacheControl))
        {
            Response.Headers.CacheControl = "private";
        }

        return AcceptAsync(claims, token);
    }

    private Task<AuthenticateResult> AcceptAsync(TokenClaims claims, ReadOnlyMemory<char> token)
    {
        ClaimsPrincipal principal = new(new TokenIdentity(claims, Scheme.Name, Options));

        // Long connections end with the token when they are told to.
        AuthenticationProperties properties = new(new TicketItems(claims, Options.SaveToken ? token.ToString() : null));
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

    private IReadOnlyList<string> Spelled(IEnumerable<string> scopes) => [.. Options.RequestResource?.Spell(Context, scopes) ?? scopes];

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
