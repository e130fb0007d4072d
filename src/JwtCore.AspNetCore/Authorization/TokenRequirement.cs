using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace JwtCore.AspNetCore;

/// <summary>
/// What an endpoint demands of the token itself. One token of the user must meet all such requirements of a request: several
/// identities of several schemes do not add up.
/// </summary>
internal abstract class TokenRequirement : IAuthorizationHandler, IAuthorizationRequirement
{
    /// <summary>The scopes that a challenge names: a token that has them meets this.</summary>
    public abstract IReadOnlyList<string> NamedScopes { get; }

    /// <summary>All scopes that it knows, also those of which one is enough.</summary>
    public virtual IReadOnlyList<string> KnownScopes => NamedScopes;

    /// <summary>The scopes that a challenge names to the holder of a token: those it has, and those it lacks for this. Alternatives of a scope that it has are not asked for.</summary>
    public virtual IEnumerable<string> NamedScopesFor(TokenIdentity identity) =>
        IsMetBy(identity) ? KnownScopes.Where(scope => identity.Token.Scopes.Contains(scope)) : NamedScopes;

    /// <summary>Whether the token of an identity meets this.</summary>
    public abstract bool IsMetBy(TokenIdentity identity);

    /// <summary>Whether a token with other scopes would help.</summary>
    public virtual bool IsAboutScopes(TokenIdentity identity) => true;

    /// <inheritdoc/>
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        // With one token each requirement speaks for itself, so that the log names those that are not met.
        TokenIdentity? only = OnlyToken(context.User);
        if (only is not null ? IsMetBy(only) : AnyMeetsAll(context))
        {
            context.Succeed(this);
        }

        return Task.CompletedTask;
    }

    /// <summary>Refuses what are no scopes.</summary>
    /// <exception cref="ArgumentException">There is no scope, or one is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    protected static string[] Checked(IReadOnlyList<string> scopes, string method)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return scopes.Count > 0 && scopes.All(ScopeSyntax.IsScope)
            ? [.. scopes]
            : throw new ArgumentException($"{method} needs scopes (RFC 6749 section 3.3), each one text of printable ASCII without space, quote and backslash.", nameof(scopes));
    }

    private static TokenIdentity? OnlyToken(ClaimsPrincipal user)
    {
        TokenIdentity? found = null;
        foreach (ClaimsIdentity identity in user.Identities)
        {
            if (identity is TokenIdentity own)
            {
                if (found is not null)
                {
                    return null;
                }

                found = own;
            }
        }

        return found;
    }

    private static bool AnyMeetsAll(AuthorizationHandlerContext context) =>
        context.User.Identities.OfType<TokenIdentity>().Any(own => MeetsAll(own, context.Requirements));

    private static bool MeetsAll(TokenIdentity identity, IEnumerable<IAuthorizationRequirement> requirements) =>
        requirements.All(requirement => requirement is not TokenRequirement own || own.IsMetBy(identity));
}
