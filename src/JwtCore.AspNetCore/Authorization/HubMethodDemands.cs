using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace JwtCore.AspNetCore;

/// <summary>
/// Demands the scopes of a hub's methods. SignalR asks the attributes of a method for policies and roles only, and would call
/// a method with <c>[RequireScope]</c> for every user. Those of the class are asked when a connection starts. Thread-safe.
/// </summary>
internal sealed class HubMethodDemands : IHubFilter
{
    private readonly ConcurrentDictionary<MethodInfo, TokenRequirement[]> _demands = new();

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        TokenRequirement[] demands = _demands.GetOrAdd(invocationContext.HubMethod, Find);
        bool isMet = demands.Length == 0
            || invocationContext.Context.User?.Identities.OfType<TokenIdentity>().Any(token => Array.TrueForAll(demands, demand => demand.IsMetBy(token))) == true;

        // The words that SignalR has for policies and roles that are not met.
        return isMet ? next(invocationContext) : throw new HubException($"Failed to invoke '{invocationContext.HubMethodName}' because user is unauthorized");
    }

    private static TokenRequirement[] Find(MethodInfo method) =>
        [.. method.GetCustomAttributes(inherit: true).OfType<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements()).OfType<TokenRequirement>()];
}
