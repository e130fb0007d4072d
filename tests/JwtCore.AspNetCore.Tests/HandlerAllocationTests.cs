using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

public class HandlerAllocationTests
{
    [Fact]
    public async Task A_token_is_verified_synchronously_and_its_claims_are_not_read_before_somebody_looks()
    {
        await using ServiceProvider services = Services();
        string header = "Bearer " + Api.Token("read", "write");
        Task<AuthenticateResult> task = Authenticate(services, header);

        Assert.True(task.IsCompletedSuccessfully);
        Assert.True((await task).Succeeded);
        long unread = PerCall(() => Assert.True(Authenticate(services, header).Result.Succeeded));
        long read = PerCall(() => Assert.NotNull(Authenticate(services, header).Result.Principal!.FindFirst("sub")));
        TestContext.Current.SendDiagnosticMessage($"{unread} bytes per request, {read} with claims");

        Assert.True(read > unread + 500, $"{unread} and {read}");
        Assert.True(unread < 6_000, $"{unread}");
    }

    [Fact]
    public async Task Without_a_token_next_to_nothing_is_allocated()
    {
        await using ServiceProvider services = Services();

        Assert.True(PerCall(() => Assert.True(Authenticate(services, null).Result.None)) < 3_000);
    }

    private static ServiceProvider Services() =>
        new ServiceCollection().AddLogging().AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy())).Services.BuildServiceProvider();

    private static Task<AuthenticateResult> Authenticate(ServiceProvider services, string? header)
    {
        using IServiceScope scope = services.CreateScope();
        DefaultHttpContext context = new() { RequestServices = scope.ServiceProvider, User = new ClaimsPrincipal() };
        context.Request.Headers.Authorization = header;
        return context.AuthenticateAsync("Bearer");
    }

    private static long PerCall(Action action)
    {
        long least = long.MaxValue;
        for (int batch = 0; batch < 20; batch++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / 50;
    }
}
