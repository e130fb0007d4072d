using System.Net;
using System.Security.Claims;
using System.Text;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Opaque tokens and JWTs in one scheme, as docs/introspection.md sets it up.</summary>
public sealed class IntrospectionTests : IDisposable
{
    private readonly Endpoint _endpoint = new();
    private readonly HttpClient _client;

    public IntrospectionTests() => _client = new HttpClient(_endpoint);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Both_kinds_of_token_make_users_with_scopes()
    {
        await using Api api = await Start();
        string jwt = Given.Pair.CreateToken(Api.Good with { Subject = "bob", Scopes = ["read"] });

        Assert.Equal((200, "ann "), Shown(await api.GetAsync("opaque", "/read")));
        Assert.Equal((200, "bob "), Shown(await api.GetAsync(jwt, "/read")));
        Assert.Equal((403, 403), ((await api.GetAsync("opaque", "/write")).Status, (await api.GetAsync(jwt, "/write")).Status));
        Assert.Equal(2, _endpoint.Asked);
        Assert.Equal(401, (await api.GetAsync("e30.e30.e30")).Status);
        Assert.Equal(2, _endpoint.Asked);
    }

    [Fact]
    public async Task A_token_that_is_not_active_is_401_and_an_outage_is_503_for_opaque_tokens_alone()
    {
        await using Api api = await Start();
        _endpoint.Body = "{\"active\":false}";
        Answer inactive = await api.GetAsync("opaque");
        Assert.Equal((401, "Bearer error=\"invalid_token\", error_description=\"The token is invalid.\""), (inactive.Status, inactive.Challenge));

        _endpoint.Status = HttpStatusCode.BadGateway;
        Answer outage = await api.GetAsync("opaque");
        Assert.Equal(503, outage.Status);
        Assert.Empty(outage.Challenges);
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        Assert.Contains(api.Log.Entries, entry => entry.Text.Contains("gave no usable answer: StatusRefused, status 502", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_health_check_works_beside_it()
    {
        await using Api api = await Start(services => services.AddHealthChecks().AddJwtCoreKeys());

        Assert.Equal(HealthStatus.Healthy, (await api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Wrong_options_stop_the_host_by_their_name()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Start(issuer: ""));

        Assert.Contains("IntrospectionOptions.Issuer is empty", refused.Message, StringComparison.Ordinal);
    }

    // Two issuers can give the same sub to different users.
    [Fact]
    public async Task An_identifier_of_sub_alone_is_refused_when_the_endpoint_is_of_another_issuer()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Start(issuer: "https://other.example.com", source: "sub"));
        Assert.Contains("accepts several issuers", refused.Message, StringComparison.Ordinal);
        await using Api same = await Start(source: "sub");
        await using Api both = await Start(issuer: "https://other.example.com", source: JwtCoreOptions.IssuerAndSubject);
    }

    private static (int, string) Shown(Answer answer) => (answer.Status, answer.Body);

    private Task<Api> Start(Action<IServiceCollection>? add = null, string issuer = Given.Issuer, string? source = null) => Api.StartAsync(services =>
    {
        services.AddJwtCoreVerifier(settings =>
        {
            settings.PublicKey = Given.Pair.ToPublicPem();
            settings.Issuer = Given.Issuer;
            settings.Audience = Given.Audience;
        });
        services.AddJwtCoreIntrospection(_ => new()
        {
            Endpoint = "https://issuer.example.com/introspect",
            Issuer = issuer,
            Audience = Given.Audience,
            ClientId = "api",
            ClientSecret = "secret",
            Client = _client,
        });
        services.AddAuthentication().AddJwtCore(options =>
        {
            if (source is not null)
            {
                options.ClaimTypeMap[source] = ClaimTypes.NameIdentifier;
            }
        });
        add?.Invoke(services);
    });

    private sealed class Endpoint : HttpMessageHandler
    {
        public int Asked { get; private set; }

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public string Body { get; set; } =
            $$"""{"active":true,"token_type":"Bearer","iss":"{{Given.Issuer}}","aud":"{{Given.Audience}}","sub":"ann","scope":"read","exp":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 300}}}""";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(new HttpResponseMessage(Status) { RequestMessage = request, Content = new StringContent(Body, Encoding.UTF8, "application/json") });
        }
    }
}
