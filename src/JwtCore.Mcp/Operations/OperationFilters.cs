using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace JwtCore.Mcp;

/// <summary>
/// Decides by the body about operations that the SDK's own authorization filters leave out: completions, subscriptions, and calls
/// that become tasks before those filters run.
/// </summary>
internal sealed class OperationFilters : IConfigureOptions<McpServerOptions>, IPostConfigureOptions<McpServerOptions>
{
    public void Configure(McpServerOptions options)
    {
        // The SDK has no filter for this method alone.
        options.Filters.Message.IncomingFilters.Add(next => async (context, cancellationToken) =>
        {
            if (context.JsonRpcMessage is JsonRpcRequest { Method: RequestMethods.SubscriptionsListen } request)
            {
                foreach (string uri in UrisOf(request))
                {
                    await RequireAsync(OperationRules.FindResource(options, uri), context.User, context.Services, context);
                }
            }

            await next(context, cancellationToken);
        });
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

    public void PostConfigure(string? name, McpServerOptions options)
    {
        // First of all: a filter of tasks in front would answer before the call is checked.
        options.Filters.Request.CallToolWithAlternateFilters.Insert(0, static async (context, next, cancellationToken) =>
        {
            await RequireAsync(context.MatchedPrimitive, context.User, context.Services, context);
            return await next(context, cancellationToken);
        });
    }

    // Read as the SDK reads them, so that nothing is checked that it does not see, or the other way around.
    private static IList<string> UrisOf(JsonRpcRequest request)
    {
        try
        {
            JsonTypeInfo type = McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(SubscriptionsListenRequestParams));
            return JsonSerializer.Deserialize(request.Params, type) is SubscriptionsListenRequestParams { Notifications.ResourceSubscriptions: IList<string> uris } ? uris : [];
        }
        catch (JsonException)
        {
            // What cannot be checked does not reach the handler.
            throw new McpProtocolException("The parameters of subscriptions/listen cannot be read.", McpErrorCode.InvalidParams);
        }
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
