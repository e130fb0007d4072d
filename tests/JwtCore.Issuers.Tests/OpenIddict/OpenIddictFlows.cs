using System.Security.Claims;
using JwtCore.Issuers.Tests.Support;
using OpenIddict.Abstractions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace JwtCore.Issuers.Tests.OpenIddict;

/// <summary>What a server without a database has to decide for itself.</summary>
internal static class OpenIddictFlows
{
    public const string Secret = "client-secret";
    public const string Password = "user-password";

    /// <summary>The scope that asks for a resource: so OpenIddict relates them, unless tokens are exchanged.</summary>
    public static IReadOnlyDictionary<string, string> Scopes { get; } = new Dictionary<string, string>
    {
        [Given.Api] = Given.Scope,
        [Given.OtherApi] = "invoices:read",
    };

    public static ValueTask CheckClient(ValidateTokenRequestContext context)
    {
        if (context.ClientSecret != Secret || !context.ClientId!.StartsWith("client-", StringComparison.Ordinal))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient);
        }

        return ValueTask.CompletedTask;
    }

    public static ValueTask SignIn(HandleTokenRequestContext context)
    {
        OpenIddictRequest request = context.Request;
        if (request.IsPasswordGrantType() && (request.Username != Given.User || request.Password != Password))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidGrant);
            return ValueTask.CompletedTask;
        }

        ClaimsIdentity identity = new("tests");
        identity.SetClaim(OpenIddictConstants.Claims.Subject, request.IsPasswordGrantType() ? request.Username : request.ClientId);
        identity.SetScopes(request.GetScopes());
        identity.SetResources(Scopes.Where(scope => request.HasScope(scope.Value)).Select(scope => scope.Key));
        context.SignIn(new ClaimsPrincipal(identity));
        return ValueTask.CompletedTask;
    }

    /// <summary>Of the keys that are published, the first of the client's algorithm; the server itself takes the first of all.</summary>
    public static ValueTask ChooseKey(GenerateTokenContext context, OpenIddictKeys keys)
    {
        string algorithm = context.Request!.ClientId!["client-".Length..];
        context.SigningCredentials = keys.Published.First(credentials => credentials.Algorithm == algorithm);
        return ValueTask.CompletedTask;
    }
}
