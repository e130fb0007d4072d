using JwtCore.Tests.Jwks;

namespace JwtCore.Tests.Scenarios;

/// <summary>The outages in process, and what only a handler can do: answer from another address.</summary>
public sealed class SimulatedOutageScenarios : OutageScenarios
{
    private protected override ValueTask<HttpClient> ConnectAsync(Site site) => ValueTask.FromResult(site.Client);

    [Theory]
    [InlineData("https://keycloak:8443/keys", true), InlineData("https://issuer.example.com/keys", true)]
    [InlineData("https://keycloak/keys", false), InlineData("https://other:8443/keys", false), InlineData("https://keycloak:8443/other", false), InlineData("https://keycloak:8443/keys?x=1", false), InlineData("http://keycloak:8443/keys", false)]
    public async Task S22_A_host_that_an_option_names_may_answer_in_anothers_place_and_any_other_is_a_redirect(string reached, bool passes)
    {
        using Site site = new();
        site.Answer = _ =>
        {
            HttpResponseMessage response = Site.Keys(World.First);
            response.RequestMessage = new HttpRequestMessage(HttpMethod.Get, reached);
            return response;
        };
        using RemoteJwks keys = new("https://issuer.example.com/keys", new RemoteJwksOptions { Client = site.Client, AnsweringHosts = ["keycloak:8443"] });
        JwksAttempt attempt = await keys.RefreshAsync(Cancellation);
        Assert.Equal(passes ? (RefreshOutcome.Updated, FetchCause.None) : (RefreshOutcome.RedirectRefused, FetchCause.AddressChanged), (attempt.Outcome, attempt.Cause));
    }
}
