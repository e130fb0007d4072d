using System.Security.Claims;
using System.Text.Encodings.Web;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.AspNetCore.Tests;

/// <summary>
/// What handlers allocate for one request: above a handler that always has the same answer, in the same context, so that
/// what ASP.NET Core allocates for any scheme is not counted.
/// </summary>
public sealed class HandlerAllocationTests : IDisposable
{
    private const int Rounds = 20;
    private const int Calls = 50;

    private readonly string _token = "Bearer " + Api.Token("read", "write");
    private readonly ServiceProvider _services = Services();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Uncached")]
    public async Task A_token_is_verified_synchronously_for_less_than_1_600_bytes(string scheme)
    {
        Task<AuthenticateResult> task = Authenticate(scheme);
        Assert.True(task.IsCompletedSuccessfully);
        Assert.True((await task).Succeeded);

        long own = OwnBytes(scheme);
        TestContext.Current.SendDiagnosticMessage($"{scheme}: {own} bytes of its own, JwtBearer: {OwnBytes("JwtBearer")}");
        Assert.InRange(own, 500, 1_600);
    }

    [Fact]
    public void JwtBearer_takes_four_times_as_much() => Assert.InRange(OwnBytes("JwtBearer"), 4 * OwnBytes("Uncached"), 20_000);

    [Fact]
    public void Claims_are_not_read_before_somebody_looks()
    {
        long unread = PerCall(() => Assert.True(Authenticate("Bearer").Result.Succeeded));
        long authorized = PerCall(() => Assert.True(IsKnown(Authenticate("Bearer").Result.Principal!)));
        long read = PerCall(() => Assert.NotNull(Authenticate("Bearer").Result.Principal!.FindFirst("sub")));

        Assert.True(authorized < unread + 500, $"{unread} and {authorized}");
        Assert.True(read > authorized + 500, $"{authorized} and {read}");
    }

    [Fact]
    public void Without_a_token_next_to_nothing_is_allocated() =>
        Assert.InRange(PerCall(() => Assert.True(Authenticate("Bearer", null).Result.None)) - PerCall(() => Assert.True(Authenticate("Silent", null).Result.None)), -200, 200);

    private long OwnBytes(string scheme) =>
        PerCall(() => Assert.True(Authenticate(scheme).Result.Succeeded)) - PerCall(() => Assert.True(Authenticate("Constant").Result.Succeeded));

    private Task<AuthenticateResult> Authenticate(string scheme) => Authenticate(scheme, _token);

    private Task<AuthenticateResult> Authenticate(string scheme, string? header)
    {
        using IServiceScope scope = _services.CreateScope();
        DefaultHttpContext context = new() { RequestServices = scope.ServiceProvider, User = new ClaimsPrincipal() };
        context.Request.Headers.Authorization = header;
        return context.AuthenticateAsync(scheme);
    }

    private static ServiceProvider Services()
    {
        ServiceCollection services = new();
        services.AddLogging().AddAuthentication()
            .AddJwtCore(options => options.Policies.Add(Api.Policy()))
            .AddJwtCore("Uncached", options =>
            {
                options.Policies.Add(Api.Policy());
                options.VerifierOptions = new JwtVerifierOptions();
            })
            .AddJwtBearer("JwtBearer", options => options.TokenValidationParameters = new()
            {
                ValidIssuer = Given.Issuer,
                ValidAudience = Given.Audience,
                IssuerSigningKeys = new JsonWebKeySet(Given.Pair.ToJwkSet().ToJson()).GetSigningKeys(),
            })
            .AddScheme<AuthenticationSchemeOptions, Constant>("Constant", options => options.Events = options)
            .AddScheme<AuthenticationSchemeOptions, Silent>("Silent", options => options.Events = options);
        return services.BuildServiceProvider();
    }

    private static long PerCall(Action action)
    {
        // The least of several rounds: tiers of the compiler come and go, and with them what need not be on the heap.
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / Calls;
    }

    // What [Authorize] asks of a user.
    private static bool IsKnown(ClaimsPrincipal user) => user.Identity is not null && user.Identities.Any(identity => identity.IsAuthenticated);

    private sealed class Constant(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly Task<AuthenticateResult> Result = Task.FromResult(AuthenticateResult.Success(
            new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity("Constant")), "Constant")));

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Result;
    }

    private sealed class Silent(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly Task<AuthenticateResult> Result = Task.FromResult(AuthenticateResult.NoResult());

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Result;
    }
}
