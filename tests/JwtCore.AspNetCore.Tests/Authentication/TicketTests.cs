using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>What the ticket of a request says of its token: times, and the text where the scheme saves it.</summary>
public class TicketTests
{
    // JwtBearer writes nbf there. docs/aspnetcore.md names the difference.
    [Fact]
    public async Task The_ticket_is_issued_with_iat_and_expires_with_exp()
    {
        AuthenticationProperties ticket = await TicketOf(new() { ["iat"] = 1700000000, ["nbf"] = 1700000100, ["exp"] = 4102444800 });

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), ticket.IssuedUtc);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(4102444800), ticket.ExpiresUtc);
    }

    [Fact]
    public async Task Without_iat_no_time_of_issue_is_known()
    {
        AuthenticationProperties ticket = await TicketOf(new() { ["iat"] = null, ["nbf"] = 1700000100 });

        Assert.Null(ticket.IssuedUtc);
        Assert.NotNull(ticket.ExpiresUtc);
    }

    [Fact]
    public async Task Without_exp_the_ticket_does_not_end()
    {
        AuthenticationProperties ticket = await TicketOf(new() { ["exp"] = null }, Api.Policy() with { Tolerate = Tolerance.MissingExpiration });

        Assert.Null(ticket.ExpiresUtc);
        Assert.NotNull(ticket.IssuedUtc);
    }

    [Fact]
    public async Task The_token_is_saved_where_the_scheme_says_so_alone()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication("Bearer")
                .AddJwtCore(options => options.Policies.Add(Api.Policy()))
                .AddJwtCore("Saving", options =>
                {
                    options.Policies.Add(Api.Policy());
                    options.SaveToken = true;
                    options.QueryTokenPaths.Add("/query");
                }),
            app => app.MapGet("/{path?}", async (HttpContext context) =>
            {
                AuthenticateResult saving = await context.AuthenticateAsync("Saving");
                return $"{await context.GetTokenAsync("access_token")}|{await context.GetTokenAsync("Saving", "access_token")}|{saving.Properties!.GetTokens().Count()}";
            }));
        string token = Api.Token();

        // Remembered after the second: what is remembered has no text, so each request has its own.
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal($"|{token}|1", (await api.GetAsync(token)).Body);
        }

        Assert.Equal($"|{token}|1", (await api.GetAsync(path: "/query?access_token=" + token)).Body);
    }

    [Fact]
    public async Task An_event_can_read_the_saved_token_and_one_that_it_brought()
    {
        string? seen = null;
        await using Api api = await Api.StartAsync(options =>
        {
            options.Policies.Add(Api.Policy());
            options.SaveToken = true;
            options.Events.OnMessageReceived = context =>
            {
                context.Token = context.Request.Query["t"];
                return Task.CompletedTask;
            };
            options.Events.OnTokenValidated = context =>
            {
                seen = context.Properties!.GetTokenValue("access_token");
                return Task.CompletedTask;
            };
        });
        string token = Api.Token();

        Assert.Equal(200, (await api.GetAsync(token)).Status);
        Assert.Equal(token, seen);
        token = Api.Token("read");
        Assert.Equal(200, (await api.GetAsync(path: "/?t=" + token)).Status);
        Assert.Equal(token, seen);
    }

    // The claims are the one thing that requests with the same token share: no text of the token is reachable from them.
    [Fact]
    public void What_is_remembered_of_a_token_has_no_text_of_it()
    {
        string token = Api.Token();
        Assert.True(new JwtVerifier(Api.Policy()).TryVerify(token, out VerifiedToken verified));
        TokenClaims claims = verified.ToClaims();

        Assert.Null(new AuthenticationProperties(new TicketItems(claims, null)).GetTokenValue("access_token"));
        Assert.Equal(token, new AuthenticationProperties(new TicketItems(claims, token)).GetTokenValue("access_token"));
        Assert.Null(new AuthenticationProperties(new TicketItems(claims, null)).GetTokenValue("access_token"));
    }

    public static TheoryData<string, Func<IDictionary<string, string?>, bool>> FirstLooks => new()
    {
        { "Count", items => items.Count == 2 },
        { "IsReadOnly", items => !items.IsReadOnly },
        { "Keys", items => items.Keys.Order().SequenceEqual([".expires", ".issued"]) },
        { "Values", items => items.Values.Count == 2 && items.Values.All(value => value is not null) },
        { "indexer", items => items[".expires"] == "Fri, 01 Jan 2100 00:00:00 GMT" },
        { "set", items => { items["own"] = "1"; return items.Count == 3 && items["own"] == "1"; } },
        { "Add", items => { items.Add("own", "1"); return items.Count == 3; } },
        { "Add a pair", items => { items.Add(new("own", "1")); return items.Count == 3; } },
        { "Clear", items => { items.Clear(); return items.Count == 0; } },
        { "Contains", items => items.Contains(new(".expires", "Fri, 01 Jan 2100 00:00:00 GMT")) && !items.Contains(new("own", "1")) },
        { "ContainsKey", items => items.ContainsKey(".issued") && !items.ContainsKey("own") },
        { "CopyTo", items => { KeyValuePair<string, string?>[] copy = new KeyValuePair<string, string?>[3]; items.CopyTo(copy, 1); return copy[0].Key is null && copy[2].Key is not null; } },
        { "Remove", items => items.Remove(".issued") && !items.Remove("own") && items.Count == 1 },
        { "Remove a pair", items => items.Remove(new KeyValuePair<string, string?>(".expires", "Fri, 01 Jan 2100 00:00:00 GMT")) && items.Count == 1 },
        { "TryGetValue", items => items.TryGetValue(".issued", out string? issued) && issued is not null && !items.TryGetValue("own", out _) },
        { "enumeration", items => items.Count(item => item.Value is not null) == 2 },
        { "enumeration without types", items => ((System.Collections.IEnumerable)items).Cast<object>().Count() == 2 },
    };

    [Theory, MemberData(nameof(FirstLooks))]
    public void The_items_are_there_however_they_are_looked_at_first(string way, Func<IDictionary<string, string?>, bool> look)
    {
        Assert.True(new JwtVerifier(Api.Policy()).TryVerify(Given.Pair.CreateToken(Api.Good with { Claims = new() { ["exp"] = 4102444800 } }), out VerifiedToken token));

        Assert.True(look(new TicketItems(token.ToClaims(), null)), way);
    }

    [Fact]
    public async Task A_clone_of_the_ticket_s_properties_has_them_too()
    {
        AuthenticationProperties clone = (await TicketOf([])).Clone();

        Assert.NotNull(clone.IssuedUtc);
        Assert.NotNull(clone.ExpiresUtc);
    }

    private static async Task<AuthenticationProperties> TicketOf(System.Text.Json.Nodes.JsonObject claims, VerificationPolicy? policy = null)
    {
        AuthenticationProperties? ticket = null;
        await using Api api = await Api.StartAsync(
            options => options.Policies.Add(policy ?? Api.Policy()),
            app => app.MapGet("/", async (HttpContext context) => ticket = (await context.AuthenticateAsync()).Properties!).RequireAuthorization());
        await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = claims }));
        return ticket!;
    }
}
