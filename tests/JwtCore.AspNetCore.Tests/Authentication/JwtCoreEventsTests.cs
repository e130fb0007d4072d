using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Events by JwtBearer's names: what each may do, and what none may.</summary>
public sealed class JwtCoreEventsTests
{
    [Fact]
    public async Task A_token_can_be_taken_from_somewhere_else()
    {
        await using Api api = await Start(events => events.OnMessageReceived = context =>
        {
            context.Token = context.Request.Query["access_token"];
            return Task.CompletedTask;
        });

        Assert.Equal((200, "test-user "), Short(await api.GetAsync(path: "/?access_token=" + Api.Token())));
        Assert.Equal(401, (await api.GetAsync(path: "/?access_token=x")).Status);
        Assert.Equal(401, (await api.GetAsync(path: "/?access_token=")).Status);

        // The event's token is the one that is judged, whatever the header has.
        Assert.Equal(401, (await api.GetAsync(Api.Token(), "/?access_token=x")).Status);
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
    }

    [Fact]
    public async Task An_event_before_the_verdict_can_leave_the_request_without_a_user()
    {
        await using Api api = await Start(events => events.OnMessageReceived = context =>
        {
            context.NoResult();
            return Task.CompletedTask;
        });
        Answer answer = await api.GetAsync(Api.Token());

        Assert.Equal((401, "Bearer"), (answer.Status, answer.Challenge));
        Assert.Equal((200, "nobody "), Short(await api.GetAsync(Api.Token(), "/open")));
    }

    [Fact]
    public async Task An_event_before_the_verdict_can_refuse()
    {
        await using Api api = await Start(events => events.OnMessageReceived = context =>
        {
            context.Fail("blocked \"network\"\r\nforged line");
            return Task.CompletedTask;
        });
        Answer answer = await api.GetAsync(Api.Token());

        Assert.Equal((401, "Bearer error=\"invalid_token\", error_description=\"The request was refused.\""), (answer.Status, answer.Challenge));
        Assert.Contains(api.Log.Entries, entry => entry is
        {
            Event: "EventRejected",
            Text: "The scheme Bearer refused a request: OnMessageReceived failed it, \"blocked \\u0022network\\u0022\\u000d\\u000aforged line\".",
        });
    }

    [Fact]
    public async Task A_valid_token_can_be_refused_after_a_look_elsewhere_and_is_asked_about_at_every_request()
    {
        bool isDisabled = false;
        int asked = 0;
        await using Api api = await Start(events => events.OnTokenValidated = async context =>
        {
            await Task.Yield();
            asked++;
            if (isDisabled)
            {
                context.Fail($"The user {context.Claims.Subject} is disabled.");
            }
        });
        string token = Api.Token();
        Assert.All(await Statuses(api, token, 3), status => Assert.Equal(200, status));

        // A remembered token by now, and still refused; then accepted again: a refusal is not remembered.
        isDisabled = true;
        Answer answer = await api.GetAsync(token);
        Assert.Equal((401, "Bearer error=\"invalid_token\", error_description=\"The token was refused.\""), (answer.Status, answer.Challenge));
        Assert.Contains(api.Log.Entries, entry => entry.Text == "The scheme Bearer refused a request: OnTokenValidated failed it, \"The user test-user is disabled.\".");

        isDisabled = false;
        Assert.Equal(200, (await api.GetAsync(token)).Status);
        Assert.Equal(5, asked);
    }

    [Fact]
    public async Task Claims_can_be_added_and_the_principal_replaced()
    {
        await using Api api = await Start(events => events.OnTokenValidated = context =>
        {
            if (context.Request.Path == "/admin")
            {
                ((ClaimsIdentity)context.Principal!.Identity!).AddClaim(new Claim("roles", "admin"));
            }
            else
            {
                context.Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "somebody else")], "Own"));
            }

            return Task.CompletedTask;
        });
        string token = Api.Token();

        Assert.Equal(200, (await api.GetAsync(token, "/admin")).Status);
        Assert.Equal("nobody somebody else", (await api.GetAsync(token)).Body);
    }

    [Fact]
    public async Task A_valid_token_can_be_left_without_a_user()
    {
        await using Api api = await Start(events => events.OnTokenValidated = context =>
        {
            context.NoResult();
            return Task.CompletedTask;
        });
        Answer answer = await api.GetAsync(Api.Token());

        Assert.Equal((401, "Bearer"), (answer.Status, answer.Challenge));
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_error_claim_and_fault()
    {
        List<string> heard = [];
        await using Api api = await Start(events => events.OnAuthenticationFailed = async context =>
        {
            await Task.Yield();
            heard.Add($"{context.Error} {context.ErrorClaim} {context.ErrorFault} {context.Exception.Message}");
        });

        Assert.Equal(401, (await api.GetAsync("x")).Status);
        Assert.Equal(401, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Claims = new() { ["exp"] = "soon" } }))).Status);
        Assert.StartsWith("HTTP/1.1 400", await api.SendRawAsync("Authorization: Bearer a", "Authorization: Bearer b"), StringComparison.Ordinal);
        Assert.Equal(401, (await api.GetAsync()).Status);
        Assert.Equal(
            [
                "NotCompactJws  None The token is not a signed JWT.",
                "ClaimMalformed exp WrongType A claim of the token is malformed: exp.",
                "NotVerified  None The request has several Authorization headers.",
            ],
            heard);
    }

    [Fact]
    public async Task A_refusal_can_become_no_user_and_never_a_user()
    {
        await using Api api = await Start(events => events.OnAuthenticationFailed = context =>
        {
            context.NoResult();
            return Task.CompletedTask;
        });
        Answer answer = await api.GetAsync("x");

        Assert.Equal((401, "Bearer"), (answer.Status, answer.Challenge));
        Assert.Equal((200, "nobody "), Short(await api.GetAsync("x", "/open")));
    }

    [Theory]
    [InlineData(typeof(MessageReceivedContext))]
    [InlineData(typeof(AuthenticationFailedContext))]
    [InlineData(typeof(JwtBearerChallengeContext))]
    [InlineData(typeof(ForbiddenContext))]
    public void No_context_but_that_of_a_valid_token_can_accept(Type context)
    {
        Assert.Null(context.GetMethod("Success"));
        Assert.Null(context.GetProperty("Principal"));
        Assert.NotNull(typeof(TokenValidatedContext).GetMethod("Success"));
        Assert.NotNull(typeof(TokenValidatedContext).GetProperty("Principal"));
        Assert.False(context.GetProperty("Result")?.SetMethod?.IsPublic ?? false);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_that_such_an_event_puts_into_the_request_is_removed_again(bool isBefore)
    {
        await using Api api = await Start(events =>
        {
            if (isBefore)
            {
                events.OnMessageReceived = SetUser;
            }
            else
            {
                events.OnAuthenticationFailed = SetUser;
            }
        });

        Assert.Equal(401, (await api.GetAsync("x")).Status);
        Assert.Equal((200, "nobody "), Short(await api.GetAsync("x", "/open")));

        static Task SetUser(Microsoft.AspNetCore.Authentication.BaseContext<JwtCoreOptions> context)
        {
            context.HttpContext.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "somebody")], "Own"));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_reason_made_of_the_request_forges_no_line_at_any_level()
    {
        await using Api api = await Start(events => events.OnMessageReceived = context =>
        {
            context.Fail("bad tenant " + context.Request.Query["t"]);
            return Task.CompletedTask;
        });
        await api.GetAsync(path: "/?t=%0Ainfo:%20forged");

        Assert.Contains(api.Log.Entries, entry => entry.Text.Contains("Failure message: bad tenant \\u000ainfo: forged", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Entries, entry => entry.Event != "RequestPath" && entry.Text.Contains("\ninfo", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_event_of_one_scheme_answered_no_other_scheme_changes(bool writes)
    {
        int asked = 0;
        await using Api api = await Api.StartAsync(
            (IServiceCollection services) => services.AddAuthentication().AddJwtCore("A", Configure).AddJwtCore("B", Configure),
            app => app.MapGet("/", () => "in").RequireAuthorization(policy => policy.AddAuthenticationSchemes("A", "B").RequireAuthenticatedUser()));
        Answer answer = await api.GetAsync("x");

        Assert.Equal((418, writes ? "own body" : "", 0, 1), (answer.Status, answer.Body, answer.Challenges.Length, asked));

        void Configure(JwtCoreOptions options)
        {
            options.Policies.Add(Api.Policy());
            options.Events.OnChallenge = async context =>
            {
                asked++;
                context.HandleResponse();
                context.Response.StatusCode = 418;
                await context.Response.WriteAsync(writes ? "own body" : "");
            };
        }
    }

    [Fact]
    public async Task A_challenge_can_be_changed()
    {
        await using Api api = await Start(events => events.OnChallenge = context =>
        {
            if (context.AuthenticateFailure is not null)
            {
                context.ErrorDescription = $"{context.Error}: {context.ErrorDescription}";
                context.ErrorUri = "https://api.example.com/errors";
            }

            context.Parameters["tenant"] = "a";
            return Task.CompletedTask;
        });

        Assert.Equal(
            "Bearer error=\"invalid_token\", error_description=\"invalid_token: The token is not a signed JWT.\", error_uri=\"https://api.example.com/errors\", tenant=\"a\"",
            (await api.GetAsync("x")).Challenge);
        Assert.Equal("Bearer tenant=\"a\"", (await api.GetAsync()).Challenge);
    }

    [Fact]
    public async Task A_challenge_without_error_has_no_description()
    {
        await using Api api = await Start(events => events.OnChallenge = context =>
        {
            context.Error = null;
            return Task.CompletedTask;
        });

        Assert.Equal("Bearer", (await api.GetAsync("x")).Challenge);
    }

    [Theory]
    [InlineData("error_description", "tenant", "a\"b")]
    [InlineData("error", "tenant", "a\nb")]
    [InlineData("", "tenant", "\u00e4")]
    [InlineData("", "two words", "a")]
    [InlineData("", "Scope", "a")]
    public async Task What_no_header_can_hold_is_an_error_of_the_server(string member, string name, string text)
    {
        await using Api api = await Start(events => events.OnChallenge = context =>
        {
            _ = member switch
            {
                "error" => context.Error = text,
                "error_description" => context.ErrorDescription = text,
                _ => context.Parameters[name] = text,
            };
            return Task.CompletedTask;
        });
        Answer answer = await api.GetAsync("x");

        Assert.Equal((500, 0), (answer.Status, answer.Challenges.Length));
    }

    [Fact]
    public async Task A_challenge_can_be_answered_by_the_event()
    {
        await using Api api = await Start(events => events.OnChallenge = async context =>
        {
            context.HandleResponse();
            context.Response.StatusCode = 418;
            await context.Response.WriteAsync("own body");
        });
        Answer answer = await api.GetAsync("x");

        Assert.Equal((418, "own body", 0), (answer.Status, answer.Body, answer.Challenges.Length));
    }

    [Fact]
    public async Task A_forbidden_request_can_get_a_body()
    {
        await using Api api = await Start(events => events.OnForbidden = context => context.Response.WriteAsync($"{context.Response.StatusCode} own body"));

        Assert.Equal((403, "403 own body"), Short(await api.GetAsync(Api.Token(), "/admin")));
        Answer answer = await api.GetAsync(Api.Token(), "/read");
        Assert.Equal((403, "403 own body"), Short(answer));
        Assert.Contains("insufficient_scope", answer.Challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(JwtCoreEvents.OnMessageReceived))]
    [InlineData(nameof(JwtCoreEvents.OnTokenValidated))]
    [InlineData(nameof(JwtCoreEvents.OnAuthenticationFailed))]
    [InlineData(nameof(JwtCoreEvents.OnChallenge))]
    [InlineData(nameof(JwtCoreEvents.OnForbidden))]
    public async Task An_exception_in_an_event_is_500_and_logged(string name)
    {
        await using Api api = await Start(events =>
        {
            Func<object, Task> failing = _ => throw new TimeoutException("the database is away");
            events.OnMessageReceived = name == nameof(events.OnMessageReceived) ? failing : events.OnMessageReceived;
            events.OnTokenValidated = name == nameof(events.OnTokenValidated) ? failing : events.OnTokenValidated;
            events.OnAuthenticationFailed = name == nameof(events.OnAuthenticationFailed) ? failing : events.OnAuthenticationFailed;
            events.OnChallenge = name == nameof(events.OnChallenge) ? failing : events.OnChallenge;
            events.OnForbidden = name == nameof(events.OnForbidden) ? failing : events.OnForbidden;
        });
        bool needsBadToken = name is nameof(JwtCoreEvents.OnAuthenticationFailed) or nameof(JwtCoreEvents.OnChallenge);
        Answer answer = await api.GetAsync(needsBadToken ? "x" : Api.Token(), "/admin");

        Assert.Equal((500, ""), Short(answer));
        Assert.Contains(api.Log.Entries, entry => entry.Text.Contains("An unhandled exception was thrown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_derived_class_overrides_and_comes_from_the_container()
    {
        await using Api api = await Api.StartAsync(services => services.AddScoped<Users>().AddScoped<OwnEvents>().AddAuthentication().AddJwtCore(options =>
        {
            options.Policies.Add(Api.Policy());
            options.EventsType = typeof(OwnEvents);
        }));

        Assert.Equal(200, (await api.GetAsync(Api.Token("read"))).Status);
        Assert.Equal((401, "Bearer error=\"invalid_token\", error_description=\"own\""), Status(await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Subject = "disabled" }))));
    }

    [Theory]
    [InlineData(typeof(Users), "EventsType is JwtCore.AspNetCore.Tests.JwtCoreEventsTests+Users, which is not derived from JwtCoreEvents.")]
    [InlineData(typeof(OwnEvents), "EventsType is JwtCore.AspNetCore.Tests.JwtCoreEventsTests+OwnEvents, which the container cannot make. Add it: services.AddScoped<OwnEvents>().")]
    public async Task An_events_type_that_cannot_work_fails_the_start(Type type, string expected)
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Api.StartAsync(options =>
        {
            options.Policies.Add(Api.Policy());
            options.EventsType = type;
        }));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_requests_that_an_event_refuses_has_bounded_lines()
    {
        await using (Api api = await Start(events => events.OnTokenValidated = context =>
        {
            context.Fail("disabled");
            return Task.CompletedTask;
        }))
        {
            string token = Api.Token();
            Assert.All(await Statuses(api, token, 25), status => Assert.Equal(401, status));
            Assert.Equal(10, api.Log.Entries.Count(entry => entry.Event == "EventRejected"));
            api.Services.GetRequiredService<RejectionLog>().Dispose();
            Assert.Contains(api.Log.Entries, entry => entry.Text == "15 more requests were refused within a minute: an event.");
        }
    }

    private static Task<Api> Start(Action<JwtCoreEvents> set) => Api.StartAsync(options =>
    {
        options.Policies.Add(Api.Policy());
        set(options.Events);
    });

    private static (int Status, string Body) Short(Answer answer) => (answer.Status, answer.Body);

    private static (int Status, string Challenge) Status(Answer answer) => (answer.Status, answer.Challenge);

    private static async Task<int[]> Statuses(Api api, string token, int count)
    {
        int[] statuses = new int[count];
        for (int i = 0; i < count; i++)
        {
            statuses[i] = (await api.GetAsync(token)).Status;
        }

        return statuses;
    }

    private sealed class Users
    {
        public bool IsDisabled(string? subject) => subject == "disabled";
    }

    private sealed class OwnEvents(Users users) : JwtCoreEvents
    {
        public override Task TokenValidated(TokenValidatedContext context)
        {
            if (users.IsDisabled(context.Claims.Subject))
            {
                context.Fail("disabled");
            }

            return base.TokenValidated(context);
        }

        public override Task Challenge(JwtBearerChallengeContext context)
        {
            context.ErrorDescription = "own";
            return base.Challenge(context);
        }
    }
}
