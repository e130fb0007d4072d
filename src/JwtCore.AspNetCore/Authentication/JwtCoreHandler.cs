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

    /// <summary>Completes synchronously unless the verifier waits for keys or a callback takes its time.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        switch (BearerHeader.Read(Request.Headers.Authorization, out ReadOnlyMemory<char> token))
        {
            case BearerHeaderForm.NoToken:
                return NoToken;
            case BearerHeaderForm.Several:
                return RejectAsync(VerifyError.NotVerified, Refusal.SeveralHeaders, null, ClaimFault.None);
            default:
                ITokenVerifier verifier = SchemeVerifier.Verifier;

                // Without keys such an endpoint sees no user, at once.
                if (verifier is JwtVerifier own && EndpointAccess.IsAnonymous(Context))
                {
                    return AnswerAsync(own.VerifyNow(token.Span));
                }

                ValueTask<VerifyResult> verifying = verifier.VerifyAsync(token, Context.RequestAborted);
                return verifying.IsCompletedSuccessfully ? AnswerAsync(verifying.Result) : WaitAsync(verifying);
        }
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Only a scheme that looked at the token knows what is wrong with it.
        await HandleAuthenticateOnceSafeAsync();
        IReadOnlyList<string> scopes = [.. SchemeVerifier.RequiredScopes(_issuer), .. await EndpointScopes.FindAsync(Context)];
        _refusal.Send(Context, Options, scopes);
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
        AuthenticateResult result = AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));

        // Long connections end with the token when they are told to.
        result.Properties!.ExpiresUtc = claims.ExpiresAt;
        Log.Accepted(Logger, Scheme.Name);
        return After(Options.Events.Verified?.Invoke(Context, claims, result.Principal!), result);
    }

    private Task<AuthenticateResult> RejectAsync(VerifyError error, Refusal refusal, string? claim, ClaimFault fault)
    {
        _refusal = refusal;
        rejections.Add(Scheme.Name, error, claim, fault);
        return After(Options.Events.Rejected?.Invoke(Context, error), AuthenticateResult.Fail(refusal.Description));
    }

    private static Task<AuthenticateResult> After(Task? callback, AuthenticateResult result)
    {
        return callback is { IsCompletedSuccessfully: false } ? WaitForAsync(callback) : Task.FromResult(result);

        async Task<AuthenticateResult> WaitForAsync(Task pending)
        {
            await pending;
            return result;
        }
    }
}
