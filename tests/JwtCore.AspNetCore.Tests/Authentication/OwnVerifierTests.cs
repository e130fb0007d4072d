using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.AspNetCore.Tests;

/// <summary>A verifier of the application's own behind a scheme: what works with it, and which of its results are refused all the same.</summary>
public class OwnVerifierTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600);

    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public async Task Users_policies_and_roles_work_with_claims_that_it_vouches_for()
    {
        Own own = new(_ => VerifyResult.AcceptedByCaller(Claims("""{"sub":"ann","name":"Ann","roles":["admin"],"scope":"read","exp":1767225900}""")));
        await using Api api = await Start(own);

        Assert.Equal((200, "ann Ann"), Shown(await api.GetAsync("opaque")));
        Assert.Equal((200, "ann Ann"), Shown(await api.GetAsync("opaque", "/read")));
        Assert.Equal((200, "ann Ann"), Shown(await api.GetAsync("opaque", "/admin")));
        Answer lacking = await api.GetAsync("opaque", "/write");
        Assert.Equal((403, "Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"read write\""), (lacking.Status, lacking.Challenge));
        Assert.Equal(["opaque", "opaque", "opaque", "opaque"], own.Seen);
    }

    public static TheoryData<string, string?, VerifyError> Forged => new()
    {
        { "a default result", null, VerifyError.NotVerified },
        { "no exp", """{"sub":"ann"}""", VerifyError.ExpirationMissing },
        { "exp passed, skew included", """{"sub":"ann","exp":1767225540}""", VerifyError.Expired },
        { "nbf to come", """{"sub":"ann","exp":1767225900,"nbf":1767225661}""", VerifyError.NotYetValid },
        { "iat to come", """{"sub":"ann","exp":1767225900,"iat":1767225661}""", VerifyError.IssuedInFuture },
        { "bound to a key", """{"sub":"ann","exp":1767225900,"cnf":{"jkt":"x"}}""", VerifyError.ProofOfPossessionRequired },
        { "bound to nothing that is known", """{"sub":"ann","exp":1767225900,"cnf":null}""", VerifyError.ProofOfPossessionRequired },
    };

    [Theory, MemberData(nameof(Forged))]
    public async Task A_result_that_no_verifier_should_give_is_refused(string what, string? json, VerifyError expected)
    {
        await using Api api = await Start(new Own(_ => json is null ? default : VerifyResult.AcceptedByCaller(Claims(json))));
        Answer answer = await api.GetAsync("opaque");

        Assert.NotEmpty(what);
        Assert.Equal(401, answer.Status);
        Assert.Equal((200, "nobody "), Shown(await api.GetAsync("opaque", "/open")));
        Assert.Contains(api.Log.Entries, entry => entry.Text.StartsWith($"The scheme Bearer refused a request: {expected}", StringComparison.Ordinal));
    }

    // No public member makes such a result, and reflection does; the handler relies on neither.
    [Fact]
    public async Task A_valid_result_without_claims_is_refused()
    {
        ConstructorInfo hidden = typeof(VerifyResult).GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, [typeof(VerifyError), typeof(TokenClaims)])!;
        VerifyResult forged = (VerifyResult)hidden.Invoke([VerifyError.None, null]);
        await using Api api = await Start(new Own(_ => forged));

        Assert.True(forged.IsValid);
        Assert.Equal(401, (await api.GetAsync("opaque")).Status);
        Assert.Equal((200, "nobody "), Shown(await api.GetAsync("opaque", "/open")));
    }

    [Fact]
    public async Task A_verdict_that_it_kept_ends_with_the_token()
    {
        JwtVerifier inner = new(Api.Policy() with { ClockSkew = TimeSpan.Zero }, new() { TimeProvider = _time });
        string token = Given.Pair.CreateToken(Api.Good with { TimeProvider = _time, Lifetime = TimeSpan.FromMinutes(5) });
        VerifyResult kept = await inner.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken);
        Assert.True(kept.IsValid);
        await using Api api = await Start(new Own(_ => kept));

        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(200, (await api.GetAsync(token)).Status);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await api.GetAsync(token)).Status);
    }

    [Theory]
    [InlineData(VerifyError.NotVerified, 401), InlineData(VerifyError.Revoked, 401), InlineData(VerifyError.InsufficientScope, 403)]
    [InlineData(VerifyError.KeysUnavailable, 503), InlineData(VerifyError.RevocationCheckTimedOut, 503)]
    public async Task A_refusal_is_answered_as_one_of_the_library(VerifyError error, int status)
    {
        await using Api api = await Start(new Own(_ => VerifyResult.Refused(error)));

        Assert.Equal(status, (await api.GetAsync("opaque")).Status);
    }

    [Fact]
    public async Task An_exception_is_an_error_of_the_server_and_no_user()
    {
        await using Api api = await Start(new Own(_ => throw new InvalidOperationException()));

        Assert.Equal(500, (await api.GetAsync("opaque")).Status);
        Assert.Equal(500, (await api.GetAsync("opaque", "/open")).Status);
    }

    [Fact]
    public async Task Each_verdict_counts_once_whoever_made_it()
    {
        ConcurrentQueue<string> counted = [];
        AsyncLocal<bool> isOurs = new();
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument is { Meter.Name: "JwtCore", Name: "jwtcore.verifications" })
            {
                all.EnableMeasurementEvents(instrument);
            }
        };

        // Other tests verify meanwhile.
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (isOurs.Value)
            {
                counted.Enqueue($"{tags[0].Value}");
            }
        });
        listener.Start();
        await using Api api = await Api.StartAsync(
            options => options.Verifier = new Both(new JwtVerifier(Api.Policy())),
            app =>
            {
                app.Use(next => context =>
                {
                    isOurs.Value = true;
                    return next(context);
                });
                app.UseAuthentication().UseAuthorization();
                Api.Map(app);
            });
        foreach (string token in (string[])["refused", "expired", "e30.e30.e30", Api.Token(), "opaque"])
        {
            await api.GetAsync(token);
        }

        Assert.Equal(["TokenTooLarge", "Expired", "HeaderMalformed", "None", "None"], counted);
    }

    [Fact]
    public async Task Health_knows_the_keys_of_the_verifier_behind_it()
    {
        await using FakeJwksServer server = new(Given.Pair);
        await using Api api = await Api.StartAsync(services =>
        {
            services.AddJwtCoreVerifier(settings =>
            {
                settings.JwksUri = server.Url;
                settings.Issuer = Given.Issuer;
                settings.Audience = Given.Audience;
            });
            services.AddSingleton(new RemoteJwksOptions { AllowHttpOnLoopback = true });
            services.AddSingleton<ITokenVerifier>(provider => new Both(provider.GetRequiredService<JwtVerifier>()));
            services.AddHealthChecks().AddJwtCoreKeys();
            services.AddAuthentication().AddJwtCore();
        });

        HealthReport report = await api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Contains("JwtCore: ", report.Entries["jwtcore-keys"].Description, StringComparison.Ordinal);
        Assert.Equal(200, (await api.GetAsync("opaque")).Status);
    }

    private static (int, string) Shown(Answer answer) => (answer.Status, answer.Body);

    private static TokenClaims Claims(string json) => TokenClaims.FromJson(System.Text.Encoding.UTF8.GetBytes(json));

    private Task<Api> Start(ITokenVerifier own) => Api.StartAsync(options =>
    {
        options.Verifier = own;
        options.TimeProvider = _time;
    });

    private sealed class Own(Func<string, VerifyResult> judge) : ITokenVerifier
    {
        public List<string> Seen { get; } = [];

        public async ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            Seen.Add(token.ToString());
            return judge(token.ToString());
        }
    }

    private sealed class Both(JwtVerifier jwts) : ITokenVerifier
    {
        public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default) =>
            token.Span.Contains('.') ? jwts.VerifyAsync(token, cancellationToken) : ValueTask.FromResult(token.ToString() switch
            {
                "refused" => VerifyResult.Refused(VerifyError.TokenTooLarge),
                "expired" => VerifyResult.AcceptedByCaller(Claims("""{"exp":1}""")),
                _ => VerifyResult.AcceptedByCaller(Claims($$"""{"sub":"ann","exp":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60}} }""")),
            });
    }
}
