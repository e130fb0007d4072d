using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Scenarios;

/// <summary>Scenarios of one source, in simulated time within the process.</summary>
public sealed class RemoteKeyScenarios
{
    [Fact]
    public async Task S2_While_the_endpoint_is_down_no_minute_has_more_requests_than_stated()
    {
        await using World world = World.Direct(World.First);
        await world.LoadAsync();
        string[] tokens = [world.Token(World.First), world.Token(World.Second)];
        RequestLog log = new(world);

        await world.PassAsync(TimeSpan.FromHours(3), stepSeconds: 1, () => Array.ForEach(tokens, token => world.Verify(token)));
        Assert.InRange(log.MostInAnyMinute(), 1, world.Keys.Guarantees.RequestsPerMinute);

        // Schedule and tokens each back off to one attempt in two and a half minutes on average; without, it would be 360.
        Assert.InRange(log.Count, 60, 200);
    }

    [Fact]
    public async Task S2_While_the_endpoint_was_never_up_no_minute_has_more_requests_than_stated()
    {
        await using World world = World.Direct(World.First);
        string token = world.Token(World.First);
        RequestLog log = new(world);

        await world.PassAsync(TimeSpan.FromMinutes(30), stepSeconds: 1, () => Assert.Equal(VerifyError.KeysUnavailable, world.Verify(token)));
        Assert.InRange(log.MostInAnyMinute(), 2, world.Keys.Guarantees.RequestsPerMinuteWithoutKeys);

        world.Endpoint.Publish(World.First);
        await world.UntilAsync(VerifyError.None, token, TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task S6_New_material_under_the_same_key_id_is_taken_and_the_old_refused_within_the_stated_delay()
    {
        await using World world = World.Direct(World.First);
        await world.LoadAsync();
        TestKeyPair replaced = TestKeyPair.Create(JwtAlgorithm.ES256, World.First.KeyId);
        string before = world.Token(World.First);
        string after = world.Token(replaced);
        world.Endpoint.Publish(replaced);

        Assert.Equal(VerifyError.SignatureInvalid, world.Verify(after));
        await world.UntilAsync(VerifyError.None, after, world.Keys.Guarantees.UpdateDelay);
        Assert.Equal(VerifyError.SignatureInvalid, world.Verify(before));
    }

    [Fact]
    public async Task S7_Entries_that_cannot_verify_are_skipped_with_a_reason_each_and_the_others_used()
    {
        await using World world = World.Direct();
        JsonObject padded = World.First.With(JwtAlgorithm.ES256, "padded").ToJwk();
        padded["x"] = padded["x"]!.GetValue<string>() + "=";
        JsonObject broken = World.First.With(JwtAlgorithm.ES256, "broken").ToJwk();
        broken["x"] = broken["x"]!.GetValue<string>() + "\n";
        JsonArray keys =
        [
            new JsonObject { ["kty"] = "AKP", ["kid"] = "a", ["alg"] = "ML-DSA-44", ["pub"] = "AA" },
            new JsonObject { ["kty"] = "EC", ["kid"] = "b", ["crv"] = "P-192", ["x"] = "AA", ["y"] = "AA" },
            broken,
            World.First.With(JwtAlgorithm.ES256, "private").ToPrivateJwk(),
            padded,
            new JsonObject { ["kty"] = "oct", ["kid"] = "secret", ["k"] = new string('A', 43) },
            World.Second.ToJwk(),
        ];
        world.Endpoint.Respond(new JsonObject { ["keys"] = keys }.ToJsonString());
        await world.LoadAsync();

        Assert.Equal(VerifyError.None, world.Verify(world.Token(World.Second)));
        JwksStatus status = world.Keys.Status;
        Assert.Equal(["padded", "second"], status.Keys.Select(key => key.KeyId));
        Assert.Equal([0, 1, 2, 3, 5], status.Skipped.Select(skipped => skipped.Index));
        Assert.Equal(5, status.Skipped.Select(skipped => skipped.Reason).Distinct().Count());
        Assert.Equal(VerifyError.None, world.Verify(World.Token(World.First.With(JwtAlgorithm.ES256, "padded"), world.Time)));
        Assert.Equal(VerifyError.KeyNotFound, world.Verify(World.Token(World.First.With(JwtAlgorithm.ES256, "private"), world.Time)));
    }

    [Fact]
    public async Task S9_One_failure_after_a_success_is_noticed_by_nobody()
    {
        await using World world = World.Direct(World.First);
        await world.LoadAsync();
        string token = world.Token(World.First);
        world.Endpoint.Fail(1);

        await world.PassAsync(TimeSpan.FromMinutes(12), stepSeconds: 1, () => Assert.Equal(VerifyError.None, world.Verify(token)));
        Assert.Equal([true, false, true], world.Keys.Status.LastAttempts.Select(attempt => attempt.IsSuccess));
        Assert.Equal(JwksState.Fresh, world.Keys.Status.State);
    }

    public static TheoryData<string, VerifyError> WrongTypes => new()
    {
        { """{"exp":"soon"}""", VerifyError.ClaimMalformed },
        { """{"nbf":true}""", VerifyError.ClaimMalformed },
        { """{"iat":[1]}""", VerifyError.ClaimMalformed },
        { """{"exp":1e400}""", VerifyError.ClaimMalformed },
        { """{"iss":7}""", VerifyError.ClaimMalformed },
        { """{"sub":{}}""", VerifyError.ClaimMalformed },
        { """{"aud":[]}""", VerifyError.ClaimMalformed },
        { """{"aud":["https://api.example.com",1]}""", VerifyError.ClaimMalformed },
        { """{"jti":1}""", VerifyError.ClaimMalformed },
    };

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public async Task S11_Claims_of_the_wrong_type_are_refused_under_a_known_key_and_fetch_nothing_under_an_unknown_one(string change, VerifyError expected)
    {
        await using World world = World.Direct(World.First);
        await world.LoadAsync();
        await world.PassAsync(TimeSpan.FromMinutes(1));
        int before = world.Endpoint.Requests;
        JsonObject claims = Tokens.Claims();
        foreach ((string name, JsonNode? value) in JsonNode.Parse(change)!.AsObject())
        {
            claims[name] = value?.DeepClone();
        }

        Assert.Equal(expected, await world.VerifyAsync(World.First.Sign(claims.ToJsonString())));
        Assert.Equal(VerifyError.KeyNotFound, await world.VerifyAsync(World.Second.Sign(claims.ToJsonString())));
        Assert.Equal(before, world.Endpoint.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("not.a.jwt")]
    [InlineData("header.body")]
    [InlineData("e30.e30.")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9=.e30.AA")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.W10.AA")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30x.AA")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e3%.AA")]
    public async Task S12_Malformed_tokens_fetch_nothing_even_before_the_first_load(string token)
    {
        await using World world = World.Direct(World.First);
        Assert.NotEqual(VerifyError.None, world.Verify(token));
        Assert.NotEqual(VerifyError.None, await world.VerifyAsync(token));
        Assert.Equal(0, world.Endpoint.Requests);
    }

    public static TheoryData<string, string, VerifyError> OtherKinds => new()
    {
        { "id+jwt", "{}", VerifyError.TypeMismatch },
        { "logout+jwt", """{"events":{"http://schemas.openid.net/event/backchannel-logout":{}}}""", VerifyError.TypeMismatch },
        { "dpop+jwt", """{"htm":"GET","htu":"https://api.example.com"}""", VerifyError.TypeMismatch },
        { "secevent+jwt", """{"events":{}}""", VerifyError.TypeMismatch },

        // An ID token as most issuers write it: for the client, so the audience gives it away.
        { "JWT", """{"aud":"client-1","nonce":"n"}""", VerifyError.AudienceMismatch },
    };

    [Theory]
    [MemberData(nameof(OtherKinds))]
    public async Task S13_Tokens_of_another_kind_are_no_access_tokens(string type, string change, VerifyError expected)
    {
        await using World world = World.Direct(World.First);
        await world.LoadAsync();
        Assert.Equal(expected, await world.VerifyAsync(Signed(type, change)));
    }

    [Theory]
    [InlineData("""{"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}""")]
    [InlineData("""{"cnf":{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}}""")]
    [InlineData("""{"cnf":null}""")]
    public async Task S14_A_token_bound_to_a_key_is_no_bearer_token(string change)
    {
        await using World world = World.Direct(World.First);
        await world.LoadAsync();
        Assert.Equal(VerifyError.ProofOfPossessionRequired, await world.VerifyAsync(Signed("JWT", change)));
    }

    [Fact]
    public async Task S16_A_bad_signature_under_a_known_key_fetches_nothing()
    {
        await using World world = World.Direct(World.First);
        await world.LoadAsync();
        await world.PassAsync(TimeSpan.FromMinutes(1));
        int before = world.Endpoint.Requests;
        string forged = World.Token(World.Second.With(JwtAlgorithm.ES256, World.First.KeyId), world.Time);
        string misfit = World.Token(TestKeyPair.Create(JwtAlgorithm.RS256, World.First.KeyId), world.Time);

        Assert.Equal(VerifyError.SignatureInvalid, await world.VerifyAsync(forged));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, await world.VerifyAsync(misfit));
        Assert.Equal(before, world.Endpoint.Requests);
    }

    private static string Signed(string type, string change)
    {
        JsonObject claims = Tokens.Claims();
        foreach ((string name, JsonNode? value) in JsonNode.Parse(change)!.AsObject())
        {
            claims[name] = value?.DeepClone();
        }

        return World.First.Sign($$"""{"alg":"ES256","typ":"{{type}}","kid":"first"}""", claims.ToJsonString());
    }
}
