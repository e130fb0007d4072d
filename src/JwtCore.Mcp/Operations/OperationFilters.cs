using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace JwtCore.Mcp;

/// <summary>
/// Decides by the body about operations that are about a prompt or a resource and that the SDK's own authorization filters leave
/// out: completions and subscriptions.
/// </summary>
internal sealed class OperationFilters : IConfigureOptions<McpServerOptions>
{
    public void Configure(McpServerOptions options)
    {
        options.Filters.Request.CompleteFilters.Add(next => async (context, cancellationToken) =>
        {
            IMcpServerPrimitive? subject = context.Params?.Ref switch
            {
                PromptReference prompt => OperationRules.Find(options, new Operation("prompts/get", prompt.Name)),
                ResourceTemplateReference resource => OperationRules.FindResource(options, resource.Uri ?? ""),
                _ => null,
            };
            await RequireAsync(subject, context.User, context.Services, context);
            return await next(context, cancellationToken);
        });
        options.Filters.Request.SubscribeToResourcesFilters.Add(next => async (context, cancellationToken) =>
        {
            await RequireAsync(OperationRules.FindResource(options, context.Params?.Uri ?? ""), context.User, context.Services, context);
            return await next(context, cancellationToken);
        });
        options.Filters.Request.UnsubscribeFromResourcesFilters.Add(next => async (context, cancellationToken) =>
        {
            await RequireAsync(OperationRules.FindResource(options, context.Params?.Uri ?? ""), context.User, context.Services, context);
            return await next(context, cancellationToken);
        });
    }

    // As the SDK's filters answer.
    private static async ValueTask RequireAsync(IMcpServerPrimitive? subject, ClaimsPrincipal? user, IServiceProvider? services, object context)
    {
        if (subject is null || !subject.Metadata.Any(item => item is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData))
        {
            return;
        }

        IServiceProvider from = services ?? throw new McpProtocolException("Access forbidden.", McpErrorCode.InvalidRequest);
        AuthorizationPolicy? policy = await AuthorizationPolicy.CombineAsync(
            from.GetRequiredService<IAuthorizationPolicyProvider>(), subject.Metadata.OfType<IAuthorizeData>(), subject.Metadata.OfType<AuthorizationPolicy>());
        AuthorizationPolicyBuilder all = policy is null ? new() : new(policy);
        all.AddRequirements([.. subject.Metadata.OfType<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements())]);
        AuthorizationResult result = await from.GetRequiredService<IAuthorizationService>().AuthorizeAsync(user ?? new ClaimsPrincipal(new ClaimsIdentity()), context, all.Requirements);
        if (!result.Succeeded)
        {
            throw new McpProtocolException("Access forbidden: This operation requires authorization.", McpErrorCode.InvalidRequest);
        }
    }
}
