using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>
/// The context of an event that comes before a verdict or after a refusal. The event can refuse the request or leave it
/// without a user. It cannot accept it: unlike JwtBearer's contexts these have no <c>Success</c> and no <c>Principal</c>.
/// </summary>
public abstract class RefusableContext : BaseContext<JwtCoreOptions>
{
    private protected RefusableContext(HttpContext context, AuthenticationScheme scheme, JwtCoreOptions options)
        : base(context, scheme, options)
    {
    }

    /// <summary>What the event decided; null when it decided nothing.</summary>
    public AuthenticateResult? Result { get; private set; }

    /// <summary>Leaves the request without a user, as if it had no token.</summary>
    public void NoResult() => Result = AuthenticateResult.NoResult();

    /// <summary>Refuses the request: 401, with the reason in the log and not in the answer.</summary>
    /// <param name="failureMessage">The reason, for the log.</param>
    public void Fail(string failureMessage) => Result = AuthenticateResult.Fail(failureMessage);

    /// <summary>Refuses the request: 401, with the message of the exception in the log and not in the answer.</summary>
    /// <param name="failure">The reason, for the log.</param>
    public void Fail(Exception failure) => Result = AuthenticateResult.Fail(failure);
}
