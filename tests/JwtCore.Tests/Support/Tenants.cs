using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Tests.Support;

/// <summary>
/// A directory whose function reads a dictionary of policies, on a clock that moves when told. Two tenants, alike in everything
/// but their name and key.
/// </summary>
internal sealed class Tenants : IDisposable
{
    public const string A = "https://a.example.com";
    public const string B = "https://b.example.com";

    public static readonly TestKeyPair PairA = TestKeyPair.Create(JwtAlgorithm.ES256, "same");
    public static readonly TestKeyPair PairB = TestKeyPair.Create(JwtAlgorithm.ES256, "same");

    public Tenants(IssuerDirectoryOptions? options = null)
    {
        Policies = new() { [A] = Policy(A, PairA), [B] = Policy(B, PairB) };
        Find = (issuer, _) => ValueTask.FromResult(Policies.GetValueOrDefault(issuer));
        Directory = new IssuerDirectory(
            (issuer, cancellationToken) =>
            {
                Asked.Enqueue(issuer);
                return Find(issuer, cancellationToken);
            },
            With(options ?? new IssuerDirectoryOptions(), Time));
        Directory.Answered += (_, answer) => Answers.Enqueue(answer);
    }

    public ManualTime Time { get; } = new(Tokens.Now);

    public Dictionary<string, VerificationPolicy> Policies { get; }

    public Func<string, CancellationToken, ValueTask<VerificationPolicy?>> Find { get; set; }

    public ConcurrentQueue<string> Asked { get; } = new();

    public ConcurrentQueue<IssuerAnswer> Answers { get; } = new();

    public IssuerDirectory Directory { get; }

    public static VerificationPolicy Policy(string issuer, TestKeyPair pair) => Tokens.Policy(Tokens.Keys(pair), JwtAlgorithm.ES256) with { Issuer = issuer };

    /// <summary>A token that is valid for an hour.</summary>
    public static string Token(TestKeyPair pair, string issuer) => pair.Sign(Claims(issuer).ToJsonString());

    public static JsonObject Claims(string issuer)
    {
        JsonObject claims = Tokens.Claims();
        claims["iss"] = issuer;
        claims["jti"] = "1";
        claims["exp"] = Tokens.Now + 86_400;
        return claims;
    }

    public async Task<VerifyError> VerifyAsync(string token) =>
        (await Directory.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Error;

    public Task<VerifyError> VerifyAsync(TestKeyPair pair, string issuer) => VerifyAsync(Token(pair, issuer));

    public void Dispose() => Directory.Dispose();

    private static IssuerDirectoryOptions With(IssuerDirectoryOptions options, TimeProvider time) => new()
    {
        VerifierOptions = new JwtVerifierOptions { TimeProvider = time, Cache = options.VerifierOptions.Cache, Limits = options.VerifierOptions.Limits },
        MaxIssuers = options.MaxIssuers,
        MaxUnknown = options.MaxUnknown,
        AskAgainAfter = options.AskAgainAfter,
        TrustedFor = options.TrustedFor,
        UnknownFor = options.UnknownFor,
        QuestionsPerMinute = options.QuestionsPerMinute,
        QuestionsAtOnce = options.QuestionsAtOnce,
        QuestionTimeout = options.QuestionTimeout,
        MaxWaiting = options.MaxWaiting,
    };
}
