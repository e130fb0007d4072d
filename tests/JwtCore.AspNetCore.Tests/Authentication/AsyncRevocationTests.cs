using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JwtCore.AspNetCore.Tests;

/// <summary>A revocation check that waits, behind a scheme: whom it lets pass, and what an operator and a client see when it fails.</summary>
public class AsyncRevocationTests
{
    private readonly Users _users = new();

    [Fact]
    public async Task A_check_of_the_container_is_asked_at_every_request_with_its_scoped_services()
    {
        await using Api api = await Start();
        string token = Given.Pair.CreateToken(Api.Good with { Subject = "ann" });
        for (int i = 1; i <= 4; i++)
        {
            Assert.Equal(200, (await api.GetAsync(token)).Status);
            Assert.Equal((i, i), (_users.Asked, _users.Disposed));
        }

        _users.Disabled.Add("ann");
        Answer refused = await api.GetAsync(token);
        Assert.Equal((401, "Bearer error=\"invalid_token\", error_description=\"The token was revoked.\""), (refused.Status, refused.Challenge));
        _users.Disabled.Clear();
        Assert.Equal(200, (await api.GetAsync(token)).Status);
    }

    [Fact]
    public async Task A_check_that_fails_is_503_without_a_challenge_and_a_warning_that_says_why()
    {
        await using Api api = await Start();
        _users.Fault = new InvalidOperationException("secret text");

        Answer answer = await api.GetAsync(Api.Token());
        Assert.Equal(503, answer.Status);
        Assert.Empty(answer.Challenges);
        Assert.Equal(
            ("RevocationUnknown", "The scheme Bearer refused a request: RevocationCheckFailed. The revocation check threw an exception. Such requests get 503 until the check answers."),
            Assert.Single(api.Log.Entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => (entry.Event, entry.Text))));
        Assert.DoesNotContain(api.Log.Entries, entry => entry.Text.Contains("secret", StringComparison.Ordinal));
        _users.Fault = null;
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
    }

    [Fact]
    public async Task A_check_that_does_not_end_is_503_after_its_limit_and_says_so()
    {
        _users.IsHanging = true;
        await using Api api = await Start(TimeSpan.FromMilliseconds(1));

        Assert.Equal(503, (await api.GetAsync(Api.Token())).Status);
        Assert.Contains(api.Log.Entries, entry => entry is { Level: LogLevel.Warning, Event: "RevocationUnknown" } && entry.Text.Contains("RevocationCheckTimedOut. The revocation check gave no answer within RevocationTimeout.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, false, "ann"), InlineData("ann", false, "nobody"), InlineData(null, true, "nobody")]
    public async Task An_endpoint_for_anyone_sees_the_user_only_when_the_check_says_so(string? disabled, bool fails, string seen)
    {
        _users.Disabled.Add(disabled ?? "");
        _users.Fault = fails ? new InvalidOperationException() : null;
        await using Api api = await Start();

        Assert.Equal((200, seen), await SeenAsync(api, "/open"));
        Assert.Equal((200, seen), await SeenAsync(api, "/anonymous"));

        static async Task<(int, string)> SeenAsync(Api api, string path)
        {
            Answer answer = await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Subject = "ann" }), path);
            return (answer.Status, answer.Body.Trim());
        }
    }

    [Fact]
    public async Task The_flood_of_lines_of_an_outage_is_bounded()
    {
        await using Api api = await Start();
        _users.Fault = new InvalidOperationException();
        for (int i = 0; i < 15; i++)
        {
            await api.GetAsync(Api.Token());
        }

        Assert.Equal(10, api.Log.Entries.Count(entry => entry.Event == "RevocationUnknown"));
    }

    private Task<Api> Start(TimeSpan? limit = null) => Api.StartAsync(
        services =>
        {
            services.AddSingleton(_users).AddScoped<UserTable>();
            services.AddSingleton(provider => new JwtVerifierOptions
            {
                Cache = new(),
                RevocationTimeout = limit ?? TimeSpan.FromSeconds(30),
                IsRevokedAsync = async (token, cancellationToken) =>
                {
                    await using AsyncServiceScope scope = provider.CreateAsyncScope();
                    return await scope.ServiceProvider.GetRequiredService<UserTable>().IsDisabledAsync(token.Subject, cancellationToken);
                },
            });
            services.AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy()));
        },
        app =>
        {
            Api.Map(app);
            app.MapGet("/anonymous", (HttpContext context) => context.GetTokenClaims()?.Subject ?? "nobody").AllowAnonymous();
        });

    private sealed class Users
    {
        public HashSet<string?> Disabled { get; } = [];

        public Exception? Fault { get; set; }

        public bool IsHanging { get; set; }

        public int Asked { get; set; }

        public int Disposed { get; set; }
    }

    private sealed class UserTable(Users users) : IDisposable
    {
        public async Task<bool> IsDisabledAsync(string? subject, CancellationToken cancellationToken)
        {
            users.Asked++;
            await Task.Yield();
            await Task.Delay(users.IsHanging ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken);
            return users.Fault is null ? users.Disabled.Contains(subject) : throw users.Fault;
        }

        public void Dispose() => users.Disposed++;
    }
}
