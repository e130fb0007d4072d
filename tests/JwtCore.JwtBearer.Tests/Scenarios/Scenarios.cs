using System.Security.Claims;
using JwtCore.AspNetCore;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JwtCore.JwtBearer.Tests.Scenarios;

/// <summary>The scenarios in the order of the page.</summary>
internal static class Scenarios
{
    private const string Message = "MessageReceived";
    private const string Validated = "TokenValidated";
    private const string Failed = "AuthenticationFailed";
    private const string Challenge = "Challenge";
    private const string Forbidden = "Forbidden";

    public static IReadOnlyList<Scenario> All { get; } = [.. Requests, .. Events, .. Challenges, .. Forbids, .. Tickets, .. Schemes, .. Failures];

    private static Scenario[] Requests =>
    [
        new("a good token"),
        new("a good token, events that do nothing") { Script = _ => Task.CompletedTask },
        new("no header") { Header = null },
        new("no header, events that do nothing") { Header = null, Script = _ => Task.CompletedTask },
        new("another scheme") { Header = "Token" },
        new("no header where anybody may come") { Header = null, Path = "/open" },
        new("a bad token where anybody may come") { Header = "Bearer x", Path = "/open" },
        new("a good token where anybody may come") { Path = "/open" },
        new("a bad token, events that do nothing") { Header = "Bearer x", Script = _ => Task.CompletedTask },
        new("a name claim of one's own") { Path = "/named", Header = "Bearer " + ScenarioTokens.Make("""{"nick":"Bob"}"""), Theirs = options => options.TokenValidationParameters.NameClaimType = "nick", Ours = options => options.NameClaimType = "nick" },
        new("a role") { Path = "/admin", Header = "Bearer " + ScenarioTokens.Make("""{"roles":["user","admin"]}"""), Theirs = options => options.TokenValidationParameters.RoleClaimType = "roles" },
        new("without the role") { Path = "/admin", Theirs = options => options.TokenValidationParameters.RoleClaimType = "roles" },
        new("a role of the default type") { Path = "/admin", Header = "Bearer " + ScenarioTokens.Make("""{"roles":["admin"]}""") },
        new("the options of the service in a class of events") { Theirs = options => options.EventsType = typeof(TheirEvents), Ours = options => options.EventsType = typeof(OurEvents), Add = builder => builder.Services.AddScoped<TheirEvents>().AddScoped<OurEvents>() },
    ];

    private static Scenario[] Events =>
    [
        Scenario.Of("`OnMessageReceived` takes the token from elsewhere", Message, call => call.SetToken!(ScenarioTokens.Good)) with { Header = null },
        Scenario.Of("`OnMessageReceived` takes a bad token from elsewhere", Message, call => call.SetToken!("x")),
        Scenario.Of("`OnMessageReceived` says no result", Message, call => call.NoResult!()),
        Scenario.Of("`OnMessageReceived` says no result, asked for the result", Message, call => call.NoResult!()) with { Path = "/result" },
        Scenario.Of("`OnMessageReceived` fails", Message, call => call.Fail!("blocked")),
        Scenario.Of("`OnMessageReceived` fails, asked for the result", Message, call => call.Fail!("blocked")) with { Path = "/result" },
        Scenario.Of("`OnMessageReceived` succeeds without a token", Message, call => call.Accept("Bob")),
        Scenario.Of("`OnMessageReceived` throws", Message, _ => throw new FormatException()),
        Scenario.Of("`OnTokenValidated` adds a claim", Validated, call => ((ClaimsIdentity)call.Principal!.Identity!).AddClaim(new Claim("roles", "admin"))) with { Path = "/admin", Theirs = options => options.TokenValidationParameters.RoleClaimType = "roles" },
        Scenario.Of("`OnTokenValidated` replaces a claim", Validated, call =>
        {
            ClaimsIdentity identity = (ClaimsIdentity)call.Principal!.Identity!;
            identity.RemoveClaim(identity.FindFirst("sub"));
            identity.AddClaim(new Claim("sub", "Bob"));
        }),
        Scenario.Of("`OnTokenValidated` replaces the principal", Validated, call => call.SetPrincipal!(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "Bob")], "Own")))),
        Scenario.Of("`OnTokenValidated` succeeds", Validated, call => call.Accept("Bob")),
        Scenario.Of("`OnTokenValidated` says no result", Validated, call => call.NoResult!()),
        Scenario.Of("`OnTokenValidated` says no result, asked for the result", Validated, call => call.NoResult!()) with { Path = "/result" },
        Scenario.Of("`OnTokenValidated` fails", Validated, call => call.Fail!("The user is disabled.")),
        Scenario.Of("`OnTokenValidated` fails, asked for the result", Validated, call => call.Fail!("The user is disabled.")) with { Path = "/result" },
        Scenario.Of("`OnTokenValidated` fails where anybody may come", Validated, call => call.Fail!("The user is disabled.")) with { Path = "/open" },
        Scenario.Of("`OnTokenValidated` throws", Validated, _ => throw new FormatException()),
        new("`OnTokenValidated` throws, `OnAuthenticationFailed` says no result") { Script = call => Do(call, (Validated, _ => throw new FormatException()), (Failed, failed => failed.NoResult!())), Path = "/result" },
        new("`OnTokenValidated` throws, `OnAuthenticationFailed` fails") { Script = call => Do(call, (Validated, _ => throw new FormatException()), (Failed, failed => failed.Fail!("aborted"))), Path = "/result" },
        Scenario.Of("`OnTokenValidated` waits", Validated, _ => { }) with { Script = async _ => await Task.Yield() },
        Scenario.Of("`OnAuthenticationFailed` says no result", Failed, call => call.NoResult!(), "x"),
        Scenario.Of("`OnAuthenticationFailed` says no result, asked for the result", Failed, call => call.NoResult!(), "x") with { Path = "/result" },
        Scenario.Of("`OnAuthenticationFailed` fails", Failed, call => call.Fail!("aborted"), ScenarioTokens.Expired),
        Scenario.Of("`OnAuthenticationFailed` fails, asked for the result", Failed, call => call.Fail!("aborted"), "x") with { Path = "/result" },
        Scenario.Of("`OnAuthenticationFailed` succeeds", Failed, call => call.Accept("Bob"), "x"),
        Scenario.Of("`OnAuthenticationFailed` throws", Failed, _ => throw new FormatException(), "x"),
        Scenario.Of("`OnAuthenticationFailed` writes a status", Failed, call => call.Http.Response.StatusCode = 418, "x") with { Path = "/open" },
    ];

    private static Scenario[] Challenges =>
    [
        Scenario.Of("`OnChallenge` sets error, description and address", Challenge, call => call.SetError!("own", "why", "https://e.example.com"), "x"),
        Scenario.Of("`OnChallenge` sets error and description", Challenge, call => call.SetError!("own", "why", null), "x"),
        Scenario.Of("`OnChallenge` sets the error", Challenge, call => call.SetError!("own", null, null), "x"),
        Scenario.Of("`OnChallenge` sets description and address", Challenge, call => call.SetError!(null, "why", "https://e.example.com"), "x"),
        Scenario.Of("`OnChallenge` sets the description", Challenge, call => call.SetError!(null, "why", null), "x"),
        Scenario.Of("`OnChallenge` sets the address", Challenge, call => call.SetError!(null, null, "https://e.example.com"), "x"),
        Scenario.Of("`OnChallenge` removes all", Challenge, call => call.SetError!(null, null, null), "x"),
        Scenario.Of("`OnChallenge` handles the response", Challenge, call => call.HandleResponse!(), "x"),
        new("`OnChallenge` handles the response and answers itself") { Header = "Bearer x", Script = call => call.Event == Challenge ? AnswerAsync(call) : Task.CompletedTask },
        Scenario.Of("`OnChallenge` throws", Challenge, _ => throw new FormatException(), "x"),
        new("a challenge although the token is good") { Path = "/challenge" },
        new("a challenge with a realm") { Header = null, Theirs = options => options.Challenge = "Bearer realm=\"api\"", Ours = options => options.Realm = "api" },
        new("a challenge with a realm and an error") { Header = "Bearer " + ScenarioTokens.Make(pair: ScenarioKeys.Other), Theirs = options => options.Challenge = "Bearer realm=\"api\"", Ours = options => options.Realm = "api" },
        new("no details of errors") { Header = "Bearer " + ScenarioTokens.Expired, Theirs = options => options.IncludeErrorDetails = false, Script = null, Ours = options => options.Events.OnChallenge = context => Task.FromResult(context.Error = null) },
    ];

    private static Scenario[] Forbids =>
    [
        new("forbidden") { Path = "/forbid" },
        Scenario.Of("`OnForbidden` does nothing", Forbidden, _ => { }) with { Path = "/forbid" },
        new("`OnForbidden` answers") { Path = "/forbid", Script = call => call.Event == Forbidden ? AnswerAsync(call) : Task.CompletedTask },
        Scenario.Of("`OnForbidden` throws", Forbidden, _ => throw new FormatException()) with { Path = "/forbid" },
        new("`OnForbidden` of two schemes")
        {
            Path = "/forbid-both",
            Script = call => call.Event == Forbidden ? AnswerAsync(call) : Task.CompletedTask,
            Add = builder => builder.AddScheme<AuthenticationSchemeOptions, SecondHandler>("Second", null),
        },
    ];

    private static Scenario[] Tickets =>
    [
        new("the times of the ticket") { Path = "/ticket" },
        new("the times of the ticket, no `nbf`") { Path = "/ticket", Header = "Bearer " + ScenarioTokens.Make("""{"nbf":null}""") },
        new("the times of the ticket, neither `nbf` nor `iat`") { Path = "/ticket", Header = "Bearer " + ScenarioTokens.Make("""{"nbf":null,"iat":null}""") },
        new("the times of the ticket, the latest `exp`") { Path = "/ticket", Header = "Bearer " + ScenarioTokens.Make("""{"exp":253402300799}""") },
        new("the token is saved") { Path = "/token", Theirs = options => options.SaveToken = true, Ours = options => options.SaveToken = true },
        new("the token is not saved") { Path = "/token", Theirs = options => options.SaveToken = false },
        new("the token is saved by default") { Path = "/token" },
    ];

    private static Scenario[] Schemes =>
    [
        new("all forwarded to another scheme") { Theirs = options => options.ForwardDefault = "Second", Ours = options => options.ForwardDefault = "Second", Add = Second },
        new("authentication forwarded") { Theirs = options => options.ForwardAuthenticate = "Second", Ours = options => options.ForwardAuthenticate = "Second", Add = Second },
        new("the challenge forwarded") { Header = null, Theirs = options => options.ForwardChallenge = "Second", Ours = options => options.ForwardChallenge = "Second", Add = Second },
        new("the refusal forwarded") { Path = "/forbid", Theirs = options => options.ForwardForbid = "Second", Ours = options => options.ForwardForbid = "Second", Add = Second },
        new("forwarded by a selector") { Theirs = options => options.ForwardDefaultSelector = _ => "Second", Ours = options => options.ForwardDefaultSelector = _ => "Second", Add = Second },
        new("a selector that chooses none") { Theirs = options => options.ForwardDefaultSelector = _ => null, Ours = options => options.ForwardDefaultSelector = _ => null, Add = Second },
        new("signing in") { Path = "/sign-in" },
        new("signing out") { Path = "/sign-out" },
        new("a token handler of one's own") { Theirs = options => options.TokenHandlers.Insert(0, new AcceptingHandler()), Header = "Bearer anything", Ours = options => options.Policies.Clear(), Impossible = "no such option" },
    ];

    private static Scenario[] Failures =>
    [
        Failure("one word", "someblob"),
        Failure("three words", "a.b.c"),
        Failure("expired", ScenarioTokens.Expired),
        Failure("not valid yet", ScenarioTokens.NotYetValid),
        Failure("`nbf` behind `exp`", ScenarioTokens.Make("""{"nbf":4102444801}""")),
        Failure("without `exp`", ScenarioTokens.Make("""{"exp":null}""")),
        Failure("another audience", ScenarioTokens.Make("""{"aud":"https://evil.example.com"}""")),
        Failure("other audiences", ScenarioTokens.Make("""{"aud":["https://evil.example.com","b"]}""")),
        Failure("without audience", ScenarioTokens.Make("""{"aud":null}""")),
        Failure("another issuer", ScenarioTokens.Make("""{"iss":"https://evil.example.com"}""")),
        Failure("an issuer that no header can hold", ScenarioTokens.Make("{\"iss\":\"a\\u0001\"}")),
        Failure("without issuer", ScenarioTokens.Make("""{"iss":null}""")),
        Failure("signed by another key", ScenarioTokens.Make(pair: ScenarioKeys.Other)),
        Failure("signed by another key, with its key ID", ScenarioTokens.Make(pair: ScenarioKeys.Other.With(JwtAlgorithm.RS256, "other"))),
        Failure("another algorithm", ScenarioTokens.Make(pair: Given.EcPair)),
        Failure("`alg` is `none`", "eyJhbGciOiJub25lIn0." + ScenarioTokens.Good.Split('.')[1] + "."),
        Failure("one character of the payload changed", Changed(ScenarioTokens.Good)),
        Failure("issued in the future", ScenarioTokens.Make("""{"iat":4102444740}""")),
        Failure("a logout token", ScenarioTokens.Make(header: """{"typ":"logout+jwt"}""")),
        Failure("unknown `crit`", ScenarioTokens.Make(header: """{"crit":["cat"],"cat":1}""")),
        Failure("bound to a key", ScenarioTokens.Make("""{"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}""")),
    ];

    private static Scenario Failure(string name, string token) => new(name) { Header = "Bearer " + token };

    private static Task Do(EventCall call, params (string Event, Action<EventCall> Action)[] steps)
    {
        foreach ((string name, Action<EventCall> action) in steps)
        {
            if (call.Event == name)
            {
                action(call);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task AnswerAsync(EventCall call)
    {
        call.HandleResponse?.Invoke();
        if (!call.Http.Response.HasStarted)
        {
            call.Http.Response.StatusCode = 418;
            await call.Http.Response.WriteAsync("own answer");
        }
    }

    private static void Second(AuthenticationBuilder builder) => builder.AddScheme<AuthenticationSchemeOptions, SecondHandler>("Second", null);

    private static string Changed(string token)
    {
        string[] parts = token.Split('.');
        return $"{parts[0]}.{parts[1][..20]}{(parts[1][20] == 'A' ? 'B' : 'A')}{parts[1][21..]}.{parts[2]}";
    }

    private sealed class TheirEvents : JwtBearerEvents
    {
        public override Task TokenValidated(Microsoft.AspNetCore.Authentication.JwtBearer.TokenValidatedContext context)
        {
            context.Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "Bob")], "Own"));
            return Task.CompletedTask;
        }
    }

    private sealed class OurEvents : JwtCoreEvents
    {
        public override Task TokenValidated(JwtCore.AspNetCore.TokenValidatedContext context)
        {
            context.Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "Bob")], "Own"));
            return Task.CompletedTask;
        }
    }

    private sealed class AcceptingHandler : Microsoft.IdentityModel.Tokens.TokenHandler
    {
        public override Task<Microsoft.IdentityModel.Tokens.TokenValidationResult> ValidateTokenAsync(string token, Microsoft.IdentityModel.Tokens.TokenValidationParameters validationParameters) =>
            Task.FromResult(new Microsoft.IdentityModel.Tokens.TokenValidationResult
            {
                IsValid = true,
                SecurityToken = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(ScenarioTokens.Good),
                ClaimsIdentity = new ClaimsIdentity([new Claim("sub", "Bob")], "Own"),
            });
    }

    private sealed class SecondHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.Success(new(new(new ClaimsIdentity([new Claim("sub", "second")], "Second")), "Second")));

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.StatusCode = 402;
            return Task.CompletedTask;
        }

        protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
        {
            if (!Response.HasStarted)
            {
                Response.StatusCode = 405;
            }

            return Task.CompletedTask;
        }
    }
}
