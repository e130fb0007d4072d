using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>One application for people with a browser, who have a cookie, and for clients, which have a token.</summary>
public class CookieBesideBearerTests
{
    [Fact]
    public async Task A_policy_scheme_takes_the_token_where_there_is_one_and_else_the_cookie()
    {
        await using Api api = await Start();
        string cookie = await SignInAsync(api);

        Assert.Contains("\nCookies ann\r", await api.SendRawAsync("/who", [cookie]), StringComparison.Ordinal);
        Assert.Contains("\nBearer test-user\r", await api.SendRawAsync("/who", [$"Authorization: Bearer {Api.Token()}"]), StringComparison.Ordinal);
        Assert.Contains("\nBearer test-user\r", await api.SendRawAsync("/who", [cookie, $"Authorization: Bearer {Api.Token()}"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_is_refused_in_its_own_way()
    {
        await using Api api = await Start();
        string cookie = await SignInAsync(api);

        Assert.StartsWith("HTTP/1.1 302 ", await api.SendRawAsync("/who", []), StringComparison.Ordinal);
        Assert.Contains("error=\"invalid_token\"", (await api.GetAsync("x", "/who")).Challenge, StringComparison.Ordinal);

        // A good cookie does not help a bad token.
        Assert.StartsWith("HTTP/1.1 401 ", await api.SendRawAsync("/who", [cookie, "Authorization: Bearer x"]), StringComparison.Ordinal);
    }

    // A user of a cookie has no token, whatever claims the cookie has.
    [Fact]
    public async Task A_scope_is_that_of_a_token()
    {
        await using Api api = await Start();
        string cookie = await SignInAsync(api);

        Assert.StartsWith("HTTP/1.1 302 ", await api.SendRawAsync("/read", [cookie]), StringComparison.Ordinal);
        Assert.Equal(200, (await api.GetAsync(Api.Token("read"), "/read")).Status);
        Assert.Equal(403, (await api.GetAsync(Api.Token(), "/read")).Status);
        Assert.DoesNotContain(api.Log.Entries, entry => entry.Event == "ScopesNeverMet");
    }

    [Fact]
    public async Task Both_have_the_user_id_where_Identity_looks_for_it()
    {
        await using Api api = await Start();

        Assert.Contains("\n ann\r", await api.SendRawAsync("/id", [await SignInAsync(api)]), StringComparison.Ordinal);
        Assert.Equal(" test-user", (await api.GetAsync(Api.Token(), "/id")).Body);
    }

    private static Task<Api> Start() => Api.StartAsync(
        services => services.AddAuthentication("Either")
            .AddPolicyScheme("Either", null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey("Authorization") ? JwtCoreOptions.DefaultScheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddJwtCore(options =>
            {
                options.Policies.Add(Api.Policy());
                options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier;
            }),
        app =>
        {
            app.MapGet("/sign-in", () => Results.SignIn(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "ann"), new Claim("scope", "read")], "Cookies")),
                authenticationScheme: CookieAuthenticationDefaults.AuthenticationScheme));
            app.MapGet("/who", (HttpContext context) => $"{context.User.Identity!.AuthenticationType} {context.User.FindFirstValue(ClaimTypes.NameIdentifier)}").RequireAuthorization();
            app.MapGet("/id", (HttpContext context) => $" {context.User.FindFirstValue(ClaimTypes.NameIdentifier)}").RequireAuthorization();
            app.MapGet("/read", () => "").RequireScope("read");
        });

    private static async Task<string> SignInAsync(Api api)
    {
        string answer = await api.SendRawAsync("/sign-in", []);
        string cookie = answer.Split("\r\n").Single(line => line.StartsWith("Set-Cookie:", StringComparison.OrdinalIgnoreCase));
        return "Cookie: " + cookie["Set-Cookie:".Length..].Split(';')[0].Trim();
    }
}
