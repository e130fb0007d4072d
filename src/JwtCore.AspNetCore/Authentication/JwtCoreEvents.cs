namespace JwtCore.AspNetCore;

/// <summary>
/// What a scheme calls at each request, by the names of JwtBearer's events: set a delegate, or derive a class and override its
/// methods. Called concurrently, and for remembered tokens too. What an event throws fails the request with 500.
/// </summary>
/// <example>
/// <code>
/// options.Events.OnTokenValidated = async context =>
/// {
///     UserDatabase users = context.HttpContext.RequestServices.GetRequiredService&lt;UserDatabase>();
///     if (await users.IsDisabledAsync(context.Claims.Subject))
///     {
///         context.Fail("The user is disabled.");
///     }
/// };
/// </code>
/// </example>
public class JwtCoreEvents
{
    private static readonly Func<MessageReceivedContext, Task> NoMessageReceived = static _ => Task.CompletedTask;
    private static readonly Func<TokenValidatedContext, Task> NoTokenValidated = static _ => Task.CompletedTask;
    private static readonly Func<AuthenticationFailedContext, Task> NoAuthenticationFailed = static _ => Task.CompletedTask;
    private static readonly Func<JwtBearerChallengeContext, Task> NoChallenge = static _ => Task.CompletedTask;
    private static readonly Func<ForbiddenContext, Task> NoForbidden = static _ => Task.CompletedTask;

    /// <summary>Called before the token is looked for: can take it from somewhere else, or refuse the request.</summary>
    public Func<MessageReceivedContext, Task> OnMessageReceived { get; set; } = NoMessageReceived;

    /// <summary>Called when a token is valid: can refuse it all the same, add claims, or replace the principal.</summary>
    public Func<TokenValidatedContext, Task> OnTokenValidated { get; set; } = NoTokenValidated;

    /// <summary>Called when a token is refused, with the error. Not called for what another event refused.</summary>
    public Func<AuthenticationFailedContext, Task> OnAuthenticationFailed { get; set; } = NoAuthenticationFailed;

    /// <summary>Called before a challenge is written: can change it, or answer itself.</summary>
    public Func<JwtBearerChallengeContext, Task> OnChallenge { get; set; } = NoChallenge;

    /// <summary>Called when a user may not do what was asked for, after the status 403 is set.</summary>
    public Func<ForbiddenContext, Task> OnForbidden { get; set; } = NoForbidden;

    // A context is made only for an event that somebody uses.
    internal bool HasMessageReceived => IsDerived || OnMessageReceived != NoMessageReceived;

    internal bool HasTokenValidated => IsDerived || OnTokenValidated != NoTokenValidated;

    internal bool HasAuthenticationFailed => IsDerived || OnAuthenticationFailed != NoAuthenticationFailed;

    internal bool HasChallenge => IsDerived || OnChallenge != NoChallenge;

    internal bool HasForbidden => IsDerived || OnForbidden != NoForbidden;

    private bool IsDerived => GetType() != typeof(JwtCoreEvents);

    /// <summary>Calls <see cref="OnMessageReceived"/>.</summary>
    /// <param name="context">The request; nothing is known of its token.</param>
    /// <returns>Ends with the event.</returns>
    public virtual Task MessageReceived(MessageReceivedContext context) => OnMessageReceived(context);

    /// <summary>Calls <see cref="OnTokenValidated"/>.</summary>
    /// <param name="context">The request, the claims and the principal.</param>
    /// <returns>Ends with the event.</returns>
    public virtual Task TokenValidated(TokenValidatedContext context) => OnTokenValidated(context);

    /// <summary>Calls <see cref="OnAuthenticationFailed"/>.</summary>
    /// <param name="context">The request and the error.</param>
    /// <returns>Ends with the event.</returns>
    public virtual Task AuthenticationFailed(AuthenticationFailedContext context) => OnAuthenticationFailed(context);

    /// <summary>Calls <see cref="OnChallenge"/>.</summary>
    /// <param name="context">The request and the challenge.</param>
    /// <returns>Ends with the event.</returns>
    public virtual Task Challenge(JwtBearerChallengeContext context) => OnChallenge(context);

    /// <summary>Calls <see cref="OnForbidden"/>.</summary>
    /// <param name="context">The request.</param>
    /// <returns>Ends with the event.</returns>
    public virtual Task Forbidden(ForbiddenContext context) => OnForbidden(context);
}
