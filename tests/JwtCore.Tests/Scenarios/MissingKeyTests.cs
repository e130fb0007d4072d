using System.Buffers;
using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;
using JwtCore.Text;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Scenarios;

/// <summary>Tokens whose key is missing are read before anybody vouches for them. Here a refresh is always possible, so all of them are.</summary>
public sealed class MissingKeyTests : IDisposable
{
    private const string Other = "https://other.example.com";

    // Counts what is thrown on behalf of one test, also what something catches, on whatever thread.
    private static readonly AsyncLocal<StrongBox?> Thrown = new();

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));
    private readonly FakeJwksEndpoint _endpoint = new(World.First);
    private readonly HttpClient _client;

    static MissingKeyTests() => AppDomain.CurrentDomain.FirstChanceException += (_, _) =>
    {
        if (Thrown.Value is StrongBox box)
        {
            Interlocked.Increment(ref box.Count);
        }
    };

    public MissingKeyTests() => _client = new HttpClient(_endpoint, disposeHandler: false);

    public void Dispose()
    {
        _client.Dispose();
        _endpoint.Dispose();
    }

    public static TheoryData<int, int, bool, bool> Shapes
    {
        get
        {
            TheoryData<int, int, bool, bool> shapes = [];
            foreach ((int members, int length) in ((int, int)[])[(0, 0), (40, 0), (400, 0), (0, 3_000), (400, 6_000)])
            {
                shapes.Add(members, length, false, false);
                shapes.Add(members, length, true, false);
                shapes.Add(members, length, false, true);
                shapes.Add(members, length, true, true);
            }

            return shapes;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task Nothing_of_a_token_whose_key_is_missing_is_readable(int members, int length, bool isLoaded, bool hasSeveralIssuers)
    {
        using RemoteJwks source = Source();
        JwtVerifier verifier = Verifier(source, hasSeveralIssuers);
        await OpenAsync(source, isLoaded);
        string token = World.Second.Sign(Shape(members, length).ToString());

        for (int i = 0; i < 3; i++)
        {
            AssertEmpty(verifier, token, isLoaded ? VerifyError.KeyNotFound : VerifyError.KeysUnavailable);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task Memory_rented_to_read_it_is_given_back_once(int members, int length, bool isLoaded, bool hasSeveralIssuers)
    {
        using RemoteJwks source = Source();
        JwtVerifier verifier = Verifier(source, hasSeveralIssuers);
        await OpenAsync(source, isLoaded);
        byte[] token = Encoding.ASCII.GetBytes(World.Second.Sign(Shape(members, length, isEscaped: false).ToString()));

        // Arrays that are not given back have to be made anew.
        Assert.Equal(0, Allocations.PerCall(() => Assert.False(verifier.TryVerify(token, out _))));

        // One that is given back twice is lent twice.
        AssertDistinct(() => ArrayPool<byte>.Shared.Rent(length + 1));
        AssertDistinct(() => ArrayPool<JsonMember>.Shared.Rent(128));
        AssertDistinct(() => ArrayPool<int>.Shared.Rent(256));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Damaged_tokens_get_the_verdict_that_they_get_from_keys_that_are_not_remote(bool isLoaded)
    {
        using RemoteJwks source = Source();
        TestKeyPair[] pairs = [World.First, World.Second, Tokens.Pair(JwtAlgorithm.RS256)];
        JwtVerifier remote = Verifier(source, hasSeveralIssuers: false);
        JwtVerifier fixedKeys = new(World.Policy(new UnloadedKeys { Loaded = isLoaded ? Tokens.Keys(World.First) : null }), new JwtVerifierOptions { TimeProvider = _time });
        await OpenAsync(source, isLoaded);

        for (int seed = 0; seed < 2_000; seed++)
        {
            string token = new TokenMutator(new Random(seed), pairs).Next();
            fixedKeys.TryVerify(token, out VerifiedToken expected);
            int exceptions = Exceptions.CountDuring(() => remote.TryVerify(token, out _));
            remote.TryVerify(token, out VerifiedToken actual);
            Assert.Equal(expected.Error, actual.Error);
            Assert.True(actual.Payload.SequenceEqual(expected.Payload));
            Assert.Equal(0, exceptions);
        }
    }

    public static TheoryData<string, string?, bool> Claims => new()
    {
        { "sub", "\"x\"", true }, { "nbf", $"{Tokens.Now + 10_000}", true },
        { "iss", null, false }, { "iss", "\"https://third.example.com\"", false }, { "iss", $"\"{Tokens.Issuer}/\"", false }, { "iss", "5", false },
        { "aud", null, false }, { "aud", "\"other\"", false }, { "aud", "[]", false },
        { "exp", null, false }, { "exp", $"{Tokens.Now}", false }, { "exp", "\"1767229200\"", false }, { "exp", "1e400", false },
    };

    [Theory, MemberData(nameof(Claims))]
    public async Task A_token_that_could_not_pass_starts_no_request_but_a_first_load(string name, string? json, bool starts)
    {
        RawJson claims = Hmac.Claims();
        _ = json is null ? claims.Remove(name) : claims.Set(name, json);
        foreach (TestKeyPair pair in (TestKeyPair[])[World.First, World.First.With(JwtAlgorithm.ES256, null)])
        {
            foreach (bool hasSeveralIssuers in (bool[])[false, true])
            {
                using RemoteJwks loaded = Source();
                Assert.True((await loaded.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
                _time.Advance(TimeSpan.FromMinutes(1));
                int before = _endpoint.Requests;
                Verifier(loaded, hasSeveralIssuers).TryVerify(World.Second.Sign(claims.ToString()), out _);
                await loaded.Idle;
                Assert.Equal(starts ? 1 : 0, _endpoint.Requests - before);

                // The first load serves all tokens, so any token of a trusted issuer starts it.
                using RemoteJwks cold = Source();
                before = _endpoint.Requests;
                Verifier(cold, hasSeveralIssuers).TryVerify(pair.Sign(claims.ToString()), out _);
                await cold.Idle;
                Assert.Equal(starts || !hasSeveralIssuers || name != "iss" ? 1 : 0, _endpoint.Requests - before);
            }
        }
    }

    [Fact]
    public async Task A_template_asks_for_keys_only_when_the_tenant_is_the_tokens_own()
    {
        const string tenant = "0d9b8a1c-6b1a-4f7e-9c55-2f6a3c1e7d40";
        const string stranger = "9d9b8a1c-6b1a-4f7e-9c55-2f6a3c1e7d49";
        const string template = "https://login.example.com/{tenantid}/v2.0";
        using RemoteJwks source = Source();
        Assert.True((await source.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
        _time.Advance(TimeSpan.FromMinutes(1));
        int before = _endpoint.Requests;
        JwtVerifier verifier = new(
            [World.Policy(source, Expected.Template(template, tenant)), TestPolicies.With(Tokens.Keys(World.Second), [JwtAlgorithm.ES256], issuer: Other)],
            new JwtVerifierOptions { TimeProvider = _time });

        foreach ((string issuer, string tid, int requests) in ((string, string, int)[])[(stranger, stranger, 0), (tenant, stranger, 0), (tenant, tenant, 1)])
        {
            verifier.TryVerify(World.Second.Sign(Hmac.Claims().Set("iss", $"\"https:\\/\\/login.example.com\\/{issuer}\\/v2.0\"").Set("tid", $"\"{tid}\"").ToString()), out _);
            await source.Idle;
            Assert.Equal(requests, _endpoint.Requests - before);
        }
    }

    [Fact]
    public async Task A_key_that_arrives_while_its_token_is_verified_is_used()
    {
        InterruptingTime time = new();
        using RemoteJwks source = new(_endpoint.JwksUri, new RemoteJwksOptions { Client = _client, TimeProvider = time });
        JwtVerifier verifier = new(World.Policy(source), new JwtVerifierOptions { TimeProvider = _time });
        await source.RefreshAsync(TestContext.Current.CancellationToken);
        _endpoint.Publish(World.First, World.Second);
        string token = World.Token(World.Second, _time);

        // After the keys were read: another attempt ends, and what it starts with is the cooldown.
        time.Interruption = () => Assert.True(source.RefreshAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult().IsSuccess);
        VerifyResult result = await verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken);

        Assert.Null(time.Interruption);
        Assert.Equal(VerifyError.None, result.Error);
        Assert.Equal(2, _endpoint.Requests);
    }

    [Fact]
    public async Task Tokens_that_wait_in_vain_throw_nothing_inside()
    {
        using RemoteJwks source = Source();
        JwtVerifier verifier = Verifier(source, hasSeveralIssuers: false);
        await OpenAsync(source, isLoaded: true);
        string[] flood = Flood.Of(200, _time);
        StrongBox box = new();
        Task<VerifyResult>[] waits;
        Thrown.Value = box;
        waits = [.. flood.Select(token => verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken).AsTask())];
        Thrown.Value = null;
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(3));
        VerifyResult[] results = await Task.WhenAll(waits);
        Assert.All(results, result => Assert.Equal(VerifyError.KeyNotFound, result.Error));
        Assert.All(results, result => Assert.Null(result.Claims));
        Assert.Equal(0, box.Count);
    }

    private RemoteJwks Source() => new(_endpoint.JwksUri, new RemoteJwksOptions { Client = _client, TimeProvider = _time, MaxBackoff = TimeSpan.FromSeconds(30) });

    private JwtVerifier Verifier(RemoteJwks source, bool hasSeveralIssuers) => new(
        hasSeveralIssuers ? [World.Policy(source), TestPolicies.With(Tokens.Keys(World.Second), [JwtAlgorithm.ES256], issuer: Other)] : [World.Policy(source)],
        new JwtVerifierOptions { TimeProvider = _time });

    // An attempt that hangs lets every token in.
    private async Task OpenAsync(RemoteJwks source, bool isLoaded)
    {
        if (isLoaded)
        {
            Assert.True((await source.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
        }

        _endpoint.Hang();
        _ = source.RefreshAsync(TestContext.Current.CancellationToken);
    }

    private static RawJson Shape(int members, int length, bool isEscaped = true)
    {
        RawJson claims = Hmac.Claims().Set("jti", isEscaped ? RawJson.Escaped("secret") : "\"secret\"").Set("client_id", "\"secret\"").Set("pad", $"\"{new string('x', length)}\"");
        for (int i = 0; i < members; i++)
        {
            claims.Set($"m{i}", "0");
        }

        return claims;
    }

    private static void AssertEmpty(JwtVerifier verifier, string signed, VerifyError expected)
    {
        Assert.False(verifier.TryVerify(signed, out VerifiedToken token));
        Assert.Equal(expected, token.Error);
        Assert.True(token.Payload.IsEmpty);
        Assert.False(token.Issuer.IsPresent || token.Subject.IsPresent || token.ClientId.IsPresent || token.JwtId.IsPresent);
        Assert.Empty(token.Audiences.ToStrings());
        Assert.Empty(token.Scopes.ToStrings());
        Assert.Null(token.ExpiresAt ?? token.NotBefore ?? token.IssuedAt);
        Assert.Null(token.KeyId);
        Assert.Equal(default, token.Algorithm);
        Assert.False(token.TryGetClaim("sub"u8, out _));
        Assert.False(token.HasScope("read"u8));
    }

    private static void AssertDistinct<T>(Func<T[]> rent)
    {
        T[][] rented = [.. Enumerable.Range(0, 40).Select(_ => rent())];
        Assert.Equal(rented.Length, rented.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    private sealed class StrongBox
    {
        public int Count;
    }

    // Reads the time, and once does something else meanwhile.
    private sealed class InterruptingTime : TimeProvider
    {
        private Action? _interruption;

        public Action? Interruption
        {
            get => Volatile.Read(ref _interruption);
            set => Volatile.Write(ref _interruption, value);
        }

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Exchange(ref _interruption, null)?.Invoke();
            return DateTimeOffset.FromUnixTimeSeconds(Tokens.Now);
        }
    }
}
