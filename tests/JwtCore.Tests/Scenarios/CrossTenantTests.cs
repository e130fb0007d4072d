using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Hosting;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Scenarios;

/// <summary>
/// Two issuers of one verifier, or of one directory, that are alike in everything but their name and key: equal kid, algorithm,
/// sub and jti. What one of them signs or loses never touches the other, whatever is remembered.
/// </summary>
public class CrossTenantTests
{
    private const string A = "https://a.example.com";
    private const string B = "https://b.example.com";

    private static readonly TestKeyPair PairA = TestKeyPair.Create(JwtAlgorithm.ES256, "same");
    private static readonly TestKeyPair PairB = TestKeyPair.Create(JwtAlgorithm.ES256, "same");

    public enum Way
    {
        Bytes,
        Chars,
        Async,
        RunTime,
    }

    public static MatrixTheoryData<Way, bool> Ways => new(Enum.GetValues<Way>(), [false, true]);

    [Theory, MemberData(nameof(Ways))]
    public async Task A_token_of_one_in_the_name_of_the_other_is_refused(Way way, bool isRemembered)
    {
        Verifiers verifier = Verifier();
        await UseAsync(verifier, way, isRemembered);

        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, Token(PairA, B))).Error);
        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, Token(PairB, A))).Error);
        Assert.Equal(VerifyError.None, (await VerifyAsync(verifier, way, Token(PairB, B))).Error);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task The_signature_of_one_below_the_claims_of_the_other_is_refused(Way way, bool isRemembered)
    {
        Verifiers verifier = Verifier();
        await UseAsync(verifier, way, isRemembered);
        string ofA = Token(PairA, A);
        string ofB = Token(PairB, B);

        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, ofB[..ofB.LastIndexOf('.')] + ofA[ofA.LastIndexOf('.')..])).Error);
        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, ofA[..ofA.LastIndexOf('.')] + ofB[ofB.LastIndexOf('.')..])).Error);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task The_claims_are_those_of_the_issuer_that_signed(Way way, bool isRemembered)
    {
        Verifiers verifier = Verifier();
        await UseAsync(verifier, way, isRemembered);

        foreach ((TestKeyPair pair, string issuer) in ((TestKeyPair, string)[])[(PairA, A), (PairB, B), (PairA, A)])
        {
            VerifyResult result = await VerifyAsync(verifier, way, Token(pair, issuer));
            Assert.Equal((issuer, "user", "1"), (result.Claims!.Issuer, result.Claims.Subject, result.Claims.JwtId));
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_revocation_that_names_issuer_and_jti_meets_one_of_them(Way way, bool isRemembered)
    {
        bool isARevoked = false;
        Verifiers verifier = Verifier((in VerifiedToken token) => isARevoked && token.JwtId == "1"u8 && token.Issuer == Encoding.UTF8.GetBytes(A));
        await UseAsync(verifier, way, isRemembered);
        isARevoked = true;

        Assert.Equal(VerifyError.Revoked, (await VerifyAsync(verifier, way, Token(PairA, A))).Error);
        Assert.Equal(VerifyError.None, (await VerifyAsync(verifier, way, Token(PairB, B))).Error);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task What_one_of_them_requires_is_not_asked_of_the_other(Way way, bool isRemembered)
    {
        Verifiers verifier = Verifiers.Of([Policy(A, PairA) with { Audience = "https://other.example.com" }, Policy(B, PairB)], isRevoked: null);
        for (int i = 0; i < (isRemembered ? 3 : 1); i++)
        {
            Assert.Equal(VerifyError.None, (await VerifyAsync(verifier, way, Token(PairB, B))).Error);
            Assert.Equal(VerifyError.AudienceMismatch, (await VerifyAsync(verifier, way, Token(PairA, A))).Error);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_check_that_waits_and_names_issuer_and_jti_meets_one_of_them(bool isRemembered)
    {
        bool isARevoked = false;
        Verifiers verifier = Verifiers.Of([Policy(A, PairA), Policy(B, PairB)], null, isRevokedAsync: async (claims, _) =>
        {
            await Task.Yield();
            return isARevoked && claims is { JwtId: "1", Issuer: A };
        });
        foreach (Way way in (Way[])[Way.Async, Way.RunTime])
        {
            isARevoked = false;
            await UseAsync(verifier, way, isRemembered);
            isARevoked = true;

            Assert.Equal(VerifyError.Revoked, (await VerifyAsync(verifier, way, Token(PairA, A))).Error);
            Assert.Equal(VerifyError.None, (await VerifyAsync(verifier, way, Token(PairB, B))).Error);
        }
    }

    // The endpoint of A, asked about an opaque token: whatever it says, it vouches for A alone.
    [Theory, InlineData(0), InlineData(30)]
    public async Task An_endpoint_of_one_that_answers_as_the_other_is_refused_also_where_the_other_is_trusted(int rememberFor)
    {
        using Introspection endpoint = new();
        using HttpClient client = new(endpoint);
        JwtVerifier jwts = new(Policy(B, PairB), new() { TimeProvider = FixedTime.At(Tokens.Now), Cache = new() });
        using IntrospectionVerifier verifier = new(
            new() { Endpoint = $"{A}/introspect", Issuer = A, Audience = Tokens.Audience, Client = client, RememberFor = TimeSpan.FromSeconds(rememberFor), TimeProvider = FixedTime.At(Tokens.Now) },
            jwts);
        for (int i = 0; i < 3; i++)
        {
            // Equal sub and jti, and each result has the issuer of whoever vouches for it.
            endpoint.Issuer = A;
            Assert.Equal((VerifyError.None, A, "user", "1", null), Facts(await verifier.VerifyAsync("opaque".AsMemory(), TestContext.Current.CancellationToken)));
            Assert.Equal((VerifyError.None, B, "user", "1", "same"), Facts(await verifier.VerifyAsync(Token(PairB, B).AsMemory(), TestContext.Current.CancellationToken)));
            endpoint.Issuer = B;
            Assert.Equal(VerifyError.IssuerMismatch, (await verifier.VerifyAsync($"other{i}".AsMemory(), TestContext.Current.CancellationToken)).Error);
        }

        // A JWT of A is not for the endpoint, whatever it would say.
        endpoint.Issuer = A;
        int asked = endpoint.Asked;
        Assert.False((await verifier.VerifyAsync(Token(PairA, A).AsMemory(), TestContext.Current.CancellationToken)).IsValid);
        Assert.Equal(asked, endpoint.Asked);

        static (VerifyError, string?, string?, string?, string?) Facts(VerifyResult result) =>
            (result.Error, result.Claims?.Issuer, result.Claims?.Subject, result.Claims?.JwtId, result.Claims?.KeyId);
    }

    private sealed class Introspection : HttpMessageHandler
    {
        public string Issuer { get; set; } = A;

        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            string answer = $$"""{"active":true,"token_type":"Bearer","iss":"{{Issuer}}","aud":"{{Tokens.Audience}}","sub":"user","jti":"1","exp":{{Tokens.Now + 300}}}""";
            return Task.FromResult(new HttpResponseMessage { RequestMessage = request, Content = new StringContent(answer, Encoding.UTF8, "application/json") });
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Tokens_of_one_at_run_time_take_no_memory_of_the_other(bool isOfOther)
    {
        IssuerDirectory directory = Verifiers.Of([Policy(A, PairA), Policy(B, PairB)], null, entries: 8).AtRunTime;
        await VerifyAsync(directory, Token(PairB, B), 3);
        for (int i = 0; i < 200; i++)
        {
            JsonObject claims = Tokens.Claims();
            claims["iss"] = isOfOther ? A : B;
            claims["jti"] = $"{i}";
            await VerifyAsync(directory, (isOfOther ? PairA : PairB).Sign(claims.ToJsonString()), 3);
        }

        // Of the issuer itself they do, or the test would show nothing.
        Assert.Equal(isOfOther, IsRemembered());

        bool IsRemembered() => directory.Known.Single(known => known.Name == B).Verifier.Recalls(Token(PairB, B));
    }

    [Fact]
    public async Task Withdrawing_one_at_run_time_leaves_the_other_with_all_it_remembers()
    {
        IssuerDirectory directory = Verifier().AtRunTime;
        await VerifyAsync(directory, Token(PairA, A), 3);
        await VerifyAsync(directory, Token(PairB, B), 3);
        Assert.True(directory.Forget(A));
        Assert.Equal([B], directory.Issuers);
        Assert.Equal(1, directory.Known.Single().Verifier.KnownTokens);
    }

    private static async Task VerifyAsync(IssuerDirectory directory, string token, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(VerifyError.None, (await directory.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Error);
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task The_loader_of_one_with_the_same_key_ID_never_answers_for_the_other(Way way, bool isRemembered)
    {
        using RemoteJwks ofA = Loader("a", PairA.ToJwkSet());
        using RemoteJwks ofB = Loader("b", PairB.ToJwkSet());
        await LoadAsync(ofA, ofB);
        Verifiers verifier = Verifier(ofA, ofB);
        await UseAsync(verifier, way, isRemembered);

        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, Token(PairA, B))).Error);
        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, Token(PairB, A))).Error);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_loader_that_answers_with_the_keys_of_the_other_changes_nothing_for_the_other(Way way, bool isRemembered)
    {
        LoadedKeys answer = LoadedKeys.All(PairA.ToJwkSet());
        using RemoteJwks ofA = RemoteJwks.FromLoader("a", (_, _) => Task.FromResult(answer), Options());
        using RemoteJwks ofB = Loader("b", PairB.ToJwkSet());
        await LoadAsync(ofA, ofB);
        Verifiers verifier = Verifier(ofA, ofB);
        await UseAsync(verifier, way, isRemembered);

        // Keys that are bound to the other issuer are good for nobody but it.
        JsonObject bound = PairB.ToJwk();
        bound["issuer"] = B;
        answer = LoadedKeys.All(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(bound) }.ToJsonString()));
        await LoadAsync(ofA);
        Assert.Equal(VerifyError.IssuerMismatch, (await VerifyAsync(verifier, way, Token(PairB, A))).Error);
        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, Token(PairA, A))).Error);
        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, Token(PairA, B))).Error);
        Assert.Equal(VerifyError.None, (await VerifyAsync(verifier, way, Token(PairB, B))).Error);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_key_that_one_adds_by_its_ID_is_never_the_key_of_the_other(Way way, bool isRemembered)
    {
        using RemoteJwks ofA = RemoteJwks.FromLoader("a", (_, _) => Task.FromResult(LoadedKeys.Added(PairA.ToJwkSet())), Options());
        using RemoteJwks ofB = RemoteJwks.FromLoader("b", (_, _) => Task.FromResult(LoadedKeys.Added(PairB.ToJwkSet())), Options());
        await LoadAsync(ofA, ofB);
        Verifiers verifier = Verifier(ofA, ofB);
        await UseAsync(verifier, way, isRemembered);

        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, Token(PairA, B))).Error);
        Assert.Equal(VerifyError.SignatureInvalid, (await VerifyAsync(verifier, way, Token(PairB, A))).Error);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_header_member_that_one_of_them_requires_is_not_asked_of_the_other(Way way, bool isRemembered)
    {
        VerificationPolicy demanding = Policy(A, PairA) with { RequiredHeaders = new Dictionary<string, Expected> { ["signer"] = "arn:aws:a" } };
        Verifiers verifier = Verifiers.Of([demanding, Policy(B, PairB)], isRevoked: null);
        for (int i = 0; i < (isRemembered ? 3 : 1); i++)
        {
            Assert.Equal(VerifyError.None, (await VerifyAsync(verifier, way, Token(PairB, B))).Error);
            Assert.Equal(VerifyError.RequiredHeaderMissing, (await VerifyAsync(verifier, way, Token(PairA, A))).Error);
        }
    }

    private static RemoteJwksOptions Options() => new() { TimeProvider = FixedTime.At(Tokens.Now) };

    private static RemoteJwks Loader(string name, JwkSet keys) => RemoteJwks.FromLoader(name, (_, _) => Task.FromResult(LoadedKeys.All(keys)), Options());

    private static async Task LoadAsync(params RemoteJwks[] sources)
    {
        foreach (RemoteJwks source in sources)
        {
            Assert.True((await source.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
        }
    }

    private static Verifiers Verifier(KeySource ofA, KeySource ofB) =>
        Verifiers.Of([Policy(A, PairA) with { Keys = ofA }, Policy(B, PairB) with { Keys = ofB }], isRevoked: null);

    // A token is remembered at its second use.
    private static async Task UseAsync(Verifiers verifier, Way way, bool isRemembered)
    {
        for (int i = 0; i < (isRemembered ? 3 : 1); i++)
        {
            Assert.Equal(VerifyError.None, (await VerifyAsync(verifier, way, Token(PairA, A))).Error);
            Assert.Equal(VerifyError.None, (await VerifyAsync(verifier, way, Token(PairB, B))).Error);
        }

        Assert.Equal(isRemembered ? 2 : 0, way == Way.RunTime ? verifier.AtRunTime.Known.Sum(known => known.Verifier.KnownTokens) : verifier.Fixed.KnownTokens);
    }

    private static async Task<VerifyResult> VerifyAsync(Verifiers verifier, Way way, string token) => way switch
    {
        Way.Bytes => Result(verifier.Fixed.TryVerify(Encoding.ASCII.GetBytes(token), out VerifiedToken verified), verified),
        Way.Chars => Result(verifier.Fixed.TryVerify(token, out VerifiedToken verified), verified),
        Way.RunTime => await verifier.AtRunTime.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken),
        _ => await verifier.Fixed.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken),
    };

    private static VerifyResult Result(bool isValid, in VerifiedToken verified) => new(verified.Error, isValid ? verified.ToClaims() : null, default);

    private static Verifiers Verifier(RevocationCheck? isRevoked = null) => Verifiers.Of([Policy(A, PairA), Policy(B, PairB)], isRevoked);

    private static VerificationPolicy Policy(string issuer, TestKeyPair pair) => Tokens.Policy(Tokens.Keys(pair), JwtAlgorithm.ES256) with { Issuer = issuer };

    // The same text each time, as far as ES256 allows: one token of each kind is made once.
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(TestKeyPair, string), string> Made = new();

    private static string Token(TestKeyPair pair, string issuer) => Made.GetOrAdd((pair, issuer), _ =>
    {
        JsonObject claims = Tokens.Claims();
        claims["iss"] = issuer;
        claims["sub"] = "user";
        claims["jti"] = "1";
        return pair.Sign(claims.ToJsonString());
    });

    /// <summary>A verifier that knows both from the start, and a directory that asks about them.</summary>
    private sealed record Verifiers(JwtVerifier Fixed, IssuerDirectory AtRunTime)
    {
        public static Verifiers Of(VerificationPolicy[] policies, RevocationCheck? isRevoked, int entries = 4_096, AsyncRevocationCheck? isRevokedAsync = null)
        {
            JwtVerifierOptions options = new() { TimeProvider = new ManualTime(Tokens.Now), Cache = new() { MaxEntries = entries }, IsRevoked = isRevoked, IsRevokedAsync = isRevokedAsync };
            return new(
                new JwtVerifier(policies, options),
                new IssuerDirectory((issuer, _) => new(Array.Find(policies, policy => policy.Issuer.Contains(issuer))), new() { VerifierOptions = options }));
        }
    }
}
