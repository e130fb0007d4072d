using JwtCore.AspNetCore;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.JwtBearer.Tests.Scenarios;

/// <summary>One request to one service, set up in three ways, by the name that it has in docs/from-jwtbearer.md.</summary>
/// <param name="Name">The name.</param>
internal sealed record Scenario(string Name)
{
    /// <summary>The Authorization header; null for none.</summary>
    public string? Header { get; init; } = "Bearer " + ScenarioTokens.Good;

    public string Path { get; init; } = "/";

    /// <summary>What an event does; null where no event is set.</summary>
    public Func<EventCall, Task>? Script { get; init; }

    /// <summary>What JwtBearer is told, with the bridge too.</summary>
    public Action<JwtBearerOptions>? Theirs { get; init; }

    /// <summary>What JwtCore is told.</summary>
    public Action<JwtCoreOptions>? Ours { get; init; }

    /// <summary>What the container is told.</summary>
    public Action<AuthenticationBuilder>? Add { get; init; }

    /// <summary>Why there is no way to say it to JwtCore; null when there is.</summary>
    public string? Impossible { get; init; }

    /// <summary>A scenario whose event does something at once.</summary>
    public static Scenario Of(string name, string eventName, Action<EventCall> action, string? token = null) => new(name)
    {
        Header = "Bearer " + (token ?? ScenarioTokens.Good),
        Script = call =>
        {
            if (call.Event == eventName)
            {
                action(call);
            }

            return Task.CompletedTask;
        },
    };

    /// <summary>What Microsoft's handler answers, the bridge, and AddJwtCore.</summary>
    public async Task<(string Microsoft, string Bridge, string JwtCore)> RunAsync() => (
        await RunAsync((builder, calls) => builder.AddJwtBearer(options => Tell(options, calls))),
        await RunAsync((builder, calls) => builder.AddJwtBearer(options => Tell(options, calls)).UseJwtCore()),
        Impossible ?? await RunAsync((builder, calls) => builder.AddJwtCore(options => Tell(options, calls))));

    private void Tell(JwtBearerOptions options, List<string> calls)
    {
        Support.Theirs.Configure(options);
        options.MapInboundClaims = false;
        if (Script is not null)
        {
            options.Events = ScriptedEvents.OfJwtBearer(call => Follow(call, calls));
        }

        Theirs?.Invoke(options);
    }

    private void Tell(JwtCoreOptions options, List<string> calls)
    {
        options.Policies.Add(new VerificationPolicy
        {
            Issuer = Given.Issuer,
            Audience = Given.Audience,
            Algorithms = [JwtAlgorithm.RS256],
            Keys = JwtCore.Jwk.FromPem(Given.Pair.ToPublicPem()),
        });
        if (Script is not null)
        {
            options.Events = ScriptedEvents.OfJwtCore(call => Follow(call, calls));
        }

        Ours?.Invoke(options);
    }

    private async Task Follow(EventCall call, List<string> calls)
    {
        calls.Add(call.Event);
        await Script!(call);
    }

    private async Task<string> RunAsync(Action<AuthenticationBuilder, List<string>> add)
    {
        List<string> calls = [];
        try
        {
            await using Api api = await Api.StartAsync(
                services =>
                {
                    AuthenticationBuilder builder = services.AddAuthentication("Bearer");
                    add(builder, calls);
                    Add?.Invoke(builder);
                },
                Map);
            Answer answer = await api.SendAsync(Header, Path);
            string[] parts = [$"{answer.Status}", .. answer.Challenges.Select(challenge => $"`{challenge}`"), answer.Body, string.Join(", ", calls)];
            return string.Join("; ", parts.Where(part => part.Length > 0));
        }
        catch (OptionsValidationException)
        {
            return "the host does not start";
        }
    }

    private static void Map(WebApplication app)
    {
        // What an event throws is an answer here.
        app.UseExceptionHandler(handler => handler.Run(context =>
        {
            Exception thrown = context.Features.Get<IExceptionHandlerFeature>()!.Error;
            return context.Response.WriteAsync(thrown is MissingMemberException ? "impossible" : $"threw {thrown.GetType().Name}");
        }));
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", Show).RequireAuthorization();
        app.MapGet("/open", Show);
        app.MapGet("/admin", Show).RequireAuthorization(policy => policy.RequireRole("admin"));
        app.MapGet("/named", (HttpContext context) => context.User.Identity?.Name ?? "nobody").RequireAuthorization();
        app.MapGet("/forbid", (HttpContext context) => context.ForbidAsync("Bearer"));
        app.MapGet("/forbid-both", async (HttpContext context) =>
        {
            await context.ForbidAsync("Bearer");
            await context.ForbidAsync("Second");
        });
        app.MapGet("/challenge", (HttpContext context) => context.ChallengeAsync("Bearer"));
        app.MapGet("/sign-in", (HttpContext context) => context.SignInAsync("Bearer", new(new System.Security.Claims.ClaimsIdentity("x"))));
        app.MapGet("/sign-out", (HttpContext context) => context.SignOutAsync("Bearer"));
        app.MapGet("/result", async (HttpContext context) =>
        {
            AuthenticateResult result = await context.AuthenticateAsync("Bearer");
            return result.None ? "none" : result.Failure is Exception failure ? $"failed {failure.Message}" : "succeeded";
        });
        app.MapGet("/ticket", async (HttpContext context) =>
        {
            AuthenticateResult result = await context.AuthenticateAsync("Bearer");
            return FormattableString.Invariant($"issued {result.Properties!.IssuedUtc:u}, expires {result.Properties.ExpiresUtc:u}");
        });
        app.MapGet("/token", async (HttpContext context) => await context.GetTokenAsync("Bearer", "access_token") is string token ? $"token of {token.Length > 0}" : "no token");
    }

    private static string Show(HttpContext context) => context.User.FindFirst("sub")?.Value ?? "nobody";
}
