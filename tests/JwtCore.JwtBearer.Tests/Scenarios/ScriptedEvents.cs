using JwtCore.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace JwtCore.JwtBearer.Tests.Scenarios;

/// <summary>The events of both packages that run one script.</summary>
internal static class ScriptedEvents
{
    /// <summary>JwtBearer's.</summary>
    public static JwtBearerEvents OfJwtBearer(Func<EventCall, Task> script) => new()
    {
        OnMessageReceived = context => script(Of("MessageReceived", context) with { SetToken = token => context.Token = token }),
        OnTokenValidated = context => script(Of("TokenValidated", context)),
        OnAuthenticationFailed = context => script(Of("AuthenticationFailed", context)),
        OnChallenge = context => script(new("Challenge", context.HttpContext)
        {
            SetError = (error, description, uri) => (context.Error, context.ErrorDescription, context.ErrorUri) = (error, description, uri),
            HandleResponse = context.HandleResponse,
        }),
        OnForbidden = context => script(new("Forbidden", context.HttpContext)),
    };

    /// <summary>JwtCore's.</summary>
    public static JwtCoreEvents OfJwtCore(Func<EventCall, Task> script) => new()
    {
        OnMessageReceived = context => script(new("MessageReceived", context.HttpContext)
        {
            SetToken = token => context.Token = token,
            NoResult = context.NoResult,
            Fail = context.Fail,
        }),
        OnTokenValidated = context => script(new("TokenValidated", context.HttpContext)
        {
            Principal = context.Principal,
            SetPrincipal = principal => context.Principal = principal,
            Success = context.Success,
            NoResult = context.NoResult,
            Fail = context.Fail,
        }),
        OnAuthenticationFailed = context => script(new("AuthenticationFailed", context.HttpContext)
        {
            NoResult = context.NoResult,
            Fail = context.Fail,
        }),
        OnChallenge = context => script(new("Challenge", context.HttpContext)
        {
            SetError = (error, description, uri) => (context.Error, context.ErrorDescription, context.ErrorUri) = (error, description, uri),
            HandleResponse = context.HandleResponse,
        }),
        OnForbidden = context => script(new("Forbidden", context.HttpContext)),
    };

    private static EventCall Of(string name, ResultContext<JwtBearerOptions> context) => new(name, context.HttpContext)
    {
        Principal = context.Principal,
        SetPrincipal = principal => context.Principal = principal,
        Success = context.Success,
        NoResult = context.NoResult,
        Fail = context.Fail,
    };
}
