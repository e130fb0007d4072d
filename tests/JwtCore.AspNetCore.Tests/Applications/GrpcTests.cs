using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>gRPC over real HTTP/2: its status codes for what HTTP answers with 401 and 403.</summary>
public class GrpcTests
{
    [Fact]
    public async Task A_service_sees_the_token_s_user()
    {
        await using Api api = await Start();

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await CheckAsync(api, Api.Token("read"), "test-user"));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.ServiceUnknown, await CheckAsync(api, Api.Token("read"), "somebody else"));
    }

    [Fact]
    public async Task Without_a_token_or_with_a_bad_one_a_call_is_unauthenticated()
    {
        await using Api api = await Start();

        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(api, null));
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(api, "x"));
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(api, Given.Pair.CreateToken(Api.Good with { Lifetime = TimeSpan.FromHours(-1) })));
    }

    [Fact]
    public async Task Without_a_scope_a_call_is_denied()
    {
        await using Api api = await Start();

        Assert.Equal(StatusCode.PermissionDenied, await RefusedAsync(api, Api.Token("write")));
    }

    private static Task<Api> Start() => Api.StartAsync(
        services =>
        {
            services.AddGrpc();
            services.AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy()));
        },
        app => app.MapGrpcService<UserService>(),
        builder => builder.WebHost.ConfigureKestrel(server => server.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)));

    private static async Task<HealthCheckResponse.Types.ServingStatus> CheckAsync(Api api, string? token, string user)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(api.Address);
        Metadata headers = token is null ? [] : new() { { "Authorization", "Bearer " + token } };
        return (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = user }, headers, cancellationToken: TestContext.Current.CancellationToken)).Status;
    }

    private static async Task<StatusCode> RefusedAsync(Api api, string? token) =>
        (await Assert.ThrowsAsync<RpcException>(() => CheckAsync(api, token, ""))).StatusCode;

    // A service that there is generated code for: serving means that the name in the request is the user's.
    [RequireScope("read")]
    private sealed class UserService : Health.HealthBase
    {
        public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => Task.FromResult(new HealthCheckResponse
        {
            Status = context.GetHttpContext().GetTokenClaims()!.Subject == request.Service
                ? HealthCheckResponse.Types.ServingStatus.Serving
                : HealthCheckResponse.Types.ServingStatus.ServiceUnknown,
        });
    }
}
