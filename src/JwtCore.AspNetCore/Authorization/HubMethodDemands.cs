using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace JwtCore.AspNetCore;

/// <summary>
/// Demands the scopes of a hub's methods. SignalR asks the attributes of a method for policies and roles only, and would call
/// a method with <c>[RequireScope]</c> for every user. One token must meet the demands of the class as well: a connection may have
/// several. Thread-safe.
/// </summary>
internal sealed class HubMethodDemands : IHubFilter
{
    private readonly ConcurrentDictionary<(Type Hub, MethodInfo Method), TokenRequirement[]> _demands = new();

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        TokenRequirement[] demands = _demands.GetOrAdd((invocationContext.Hub.GetType(), invocationContext.HubMethod), Find);

        // The words that SignalR has for policies and roles that are not met.
        return demands.Length == 0 || AreMetBy(invocationContext.Context.User, demands) ? next(invocationContext) : throw new HubException($"Failed to invoke '{invocationContext.HubMethodName}' because user is unauthorized");
    }

    private static bool AreMetBy(ClaimsPrincipal? user, TokenRequirement[] demands) =>
        user?.Identities.OfType<TokenIdentity>().Any(token => Array.TrueForAll(demands, demand => demand.IsMetBy(token))) == true;

    // Without demands of the method, the start of the connection has judged all there are.
    private static TokenRequirement[] Find((Type Hub, MethodInfo Method) called)
    {
        TokenRequirement[] own = Of(called.Method);
        return own.Length == 0 ? own : [.. Of(called.Hub), .. own];
    }

    private static TokenRequirement[] Of(MemberInfo member) =>
        [.. member.GetCustomAttributes(inherit: true).OfType<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements()).OfType<TokenRequirement>()];
}
