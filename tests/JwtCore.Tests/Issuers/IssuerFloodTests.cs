using System.Buffers.Text;
using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Issuers;

/// <summary>
/// Tokens that name issuers without end. By themselves: while another test listens to the meter, each token that is judged
/// here calls that test's listener on this thread, and what the listener allocates would be measured.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class IssuerFloodTests
{
    private static readonly int Issuers = int.TryParse(Environment.GetEnvironmentVariable("JWTCORE_FLOOD_ISSUERS"), out int issuers) ? issuers : 50_000;

    // JWTCORE_FLOOD_ISSUERS=1000000 is the long run.
    [Fact]
    public async Task Random_issuers_cost_bounded_memory_and_bounded_questions_and_delay_no_known_issuer()
    {
        using Tenants tenants = new(new() { MaxUnknown = 1_000, QuestionsPerMinute = 600 });
        string known = Tenants.Token(Tenants.PairA, Tenants.A);
        Assert.Equal(VerifyError.None, await tenants.VerifyAsync(known));
        int warmUp = Issuers / 10;
        int notAsked = 0;
        int notTrusted = 0;
        int questions = 0;
        int notices = 0;
        long before = 0;
        for (int i = 0; i < warmUp + Issuers; i++)
        {
            // A thousand tokens a second, and every second one of the known issuer.
            tenants.Time.Advance(TimeSpan.FromMilliseconds(1));
            VerifyError error = await tenants.VerifyAsync(Forge(i));
            notAsked += error == VerifyError.KeysUnavailable ? 1 : 0;
            notTrusted += error == VerifyError.IssuerNotTrusted ? 1 : 0;
            if (i % 1_000 == 0)
            {
                ValueTask<VerifyResult> verifying = tenants.Directory.VerifyAsync(known.AsMemory(), TestContext.Current.CancellationToken);
                Assert.True(verifying.IsCompletedSuccessfully);
                Assert.Equal(VerifyError.None, (await verifying).Error);
                questions += tenants.Asked.Count(issuer => issuer != Tenants.A);
                notices += tenants.Answers.Count(answer => answer.Outcome == IssuerOutcome.NotAsked);
                tenants.Asked.Clear();
                tenants.Answers.Clear();
            }

            before = i == warmUp ? GC.GetTotalMemory(forceFullCollection: true) : before;
        }

        questions += tenants.Asked.Count(issuer => issuer != Tenants.A);
        notices += tenants.Answers.Count(answer => answer.Outcome == IssuerOutcome.NotAsked);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        int most = 600 + ((warmUp + Issuers) / 100);
        TestContext.Current.TestOutputHelper?.WriteLine($"{warmUp + Issuers} issuers: {questions} questions of at most {most}, {grown} bytes more, {tenants.Directory.RefusedCount} remembered, {notices} notices");

        Assert.Equal(warmUp + Issuers, notAsked + notTrusted);
        Assert.Equal(questions, notTrusted);
        Assert.InRange(questions, most - 2, most);
        Assert.InRange(tenants.Directory.RefusedCount, 1, 1_000);
        Assert.Equal([Tenants.A], tenants.Directory.Issuers);
        Assert.InRange(notices, 1, 1 + ((warmUp + Issuers) / 60_000));

        // What is remembered of a thousand issuers, and the noise of the runtime: for 50,000 issuers less than 40 bytes each, for a million less than two.
        Assert.InRange(grown, long.MinValue, 2_000_000);

        static string Forge(int number) => $"{Encode("{\"alg\":\"ES256\",\"kid\":\"same\"}")}.{Encode($"{{\"iss\":\"https://{number:x8}.example.com\"}}")}.AAAA";

        static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }
}
