using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Endpoint = Microsoft.AspNetCore.Http.Endpoint;

namespace JwtCore.AspNetCore;

/// <summary>
/// Warns at the start of endpoints whose demands no request can meet: they ask for scopes, but no JwtCore scheme authenticates
/// their requests; or they take a role of a client without a user, but no policy says which tokens these are.
/// </summary>
internal sealed class EndpointSchemeCheck(IServiceProvider services, SchemeVerifierCache verifiers, ILogger<EndpointSchemeCheck> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Endpoints are known when all services have started.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<EndpointDataSource>() is not EndpointDataSource source
            || scope.ServiceProvider.GetService<IAuthorizationPolicyProvider>() is not IAuthorizationPolicyProvider policies
            || scope.ServiceProvider.GetService<IAuthenticationSchemeProvider>() is not IAuthenticationSchemeProvider schemes)
        {
            return;
        }

        foreach (Endpoint endpoint in source.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            EndpointDemands demands;
            try
            {
                demands = await EndpointDemands.OfAsync(endpoint, policies);
            }
            catch (InvalidOperationException)
            {
                // The policy that it names is not registered. The first request fails with its name.
                continue;
            }

            if (!demands.IsEmpty)
            {
                await CheckAsync(endpoint, demands, policies, schemes);
            }
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CheckAsync(Endpoint endpoint, EndpointDemands demands, IAuthorizationPolicyProvider policies, IAuthenticationSchemeProvider schemes)
    {
        string?[] named = demands.Schemes.Count > 0 ? [.. demands.Schemes] : [(await schemes.GetDefaultAuthenticateSchemeAsync())?.Name];
        List<string> own = [];
        foreach (string? name in named)
        {
            switch (await FollowAsync(name, schemes))
            {
                case null:
                    // A selector decides at each request.
                    return;
                case AuthenticationScheme { HandlerType: Type type } scheme when type == typeof(JwtCoreHandler):
                    own.Add(scheme.Name);
                    break;
            }
        }

        string text = endpoint.DisplayName ?? endpoint.ToString() ?? "";
        if (own.Count == 0)
        {
            string authenticated = named is [null] ? "no scheme, since there is no default one" : string.Join(", ", named);
            Log.ScopesNeverMet(logger, text, authenticated, LineFor(endpoint, await OwnSchemesAsync(policies, schemes)));
        }
        else if (demands.TakesRoles && !own.Any(HasClientOnlyClaims))
        {
            Log.RolesNeverMet(logger, text);
        }
    }

    // The scheme that authenticates in the place of this one; null when a selector decides.
    private async Task<AuthenticationScheme?> FollowAsync(string? name, IAuthenticationSchemeProvider schemes)
    {
        AuthenticationScheme none = new(name ?? "-", null, typeof(IAuthenticationHandler));
        for (int i = 0; i < 10; i++)
        {
            AuthenticationScheme? scheme = name is null ? null : await schemes.GetSchemeAsync(name);
            if (scheme is null)
            {
                return none;
            }

            AuthenticationSchemeOptions? options = OptionsOf(scheme);
            if (options is { ForwardAuthenticate: null, ForwardDefaultSelector: not null })
            {
                return null;
            }

            string? next = options?.ForwardAuthenticate ?? options?.ForwardDefault;
            if (next is null || next == name)
            {
                return scheme;
            }

            name = next;
        }

        return none;
    }

    // The schemes to name in the line to add: those that the default policy has in mind, or all.
    private static async Task<IReadOnlyList<string>> OwnSchemesAsync(IAuthorizationPolicyProvider policies, IAuthenticationSchemeProvider schemes)
    {
        string[] all = [.. (await schemes.GetAllSchemesAsync()).Where(scheme => scheme.HandlerType == typeof(JwtCoreHandler)).Select(scheme => scheme.Name)];
        string[] meant = [.. all.Intersect((await policies.GetDefaultPolicyAsync()).AuthenticationSchemes, StringComparer.Ordinal)];
        return meant.Length > 0 ? meant : all;
    }

    private static string LineFor(Endpoint endpoint, IReadOnlyList<string> schemes)
    {
        string named = $"AuthenticationSchemes = \"{string.Join(',', schemes)}\"";
        return endpoint.Metadata.GetMetadata<IAuthorizationRequirementData>() is AuthorizeAttribute
            ? $"[Authorize({named})]"
            : $".RequireAuthorization(new AuthorizeAttribute {{ {named} }})";
    }

    private bool HasClientOnlyClaims(string scheme) =>
        verifiers.Of(scheme, services.GetRequiredService<IOptionsMonitor<JwtCoreOptions>>().Get(scheme)).HasClientOnlyClaims;

    // Whatever its options are, they tell where a scheme forwards to.
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Options are classes: their monitors share code, and the handler's constructor names the type.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The handler's constructor takes the monitor, and so keeps what it needs.")]
    private AuthenticationSchemeOptions? OptionsOf(AuthenticationScheme scheme)
    {
        for (Type? type = scheme.HandlerType; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(AuthenticationHandler<>))
            {
                object? monitor = services.GetService(typeof(IOptionsMonitor<>).MakeGenericType(type.GenericTypeArguments[0]));
                return (monitor as IOptionsMonitor<AuthenticationSchemeOptions>)?.Get(scheme.Name);
            }
        }

        return null;
    }
}
