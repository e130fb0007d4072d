using System.Globalization;
using JwtCore.Jwks;

namespace JwtCore.Issuers;

/// <summary>One question about an issuer, which everybody who needs the answer waits for.</summary>
/// <param name="issuer">The issuer in UTF-8.</param>
/// <param name="name">The issuer.</param>
/// <param name="askedAt">When it is asked.</param>
internal sealed class PolicyQuestion(byte[] issuer, string name, TwoClocks askedAt)
{
    private readonly TaskCompletionSource<IssuerAnswer> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Issuer => issuer;

    public string Name => name;

    public TwoClocks AskedAt => askedAt;

    /// <summary>Completes when the question has ended.</summary>
    public Task<IssuerAnswer> Ended => _ended.Task;

    /// <summary>Ends it, unless it has ended.</summary>
    public void End(IssuerAnswer answer) => _ended.TrySetResult(answer);

    /// <summary>Calls the function, without the context of whoever asks: the answer is for everybody. Throws nothing.</summary>
    /// <param name="find">The function.</param>
    /// <param name="options">Of the directory.</param>
    /// <param name="returned">Called once when the call has returned, which may be long after its time limit. Throws nothing.</param>
    public async Task<FoundPolicy> AskAsync(
        Func<string, CancellationToken, ValueTask<VerificationPolicy?>> find, IssuerDirectoryOptions options, Action returned)
    {
        CancellationTokenSource stop = new();
        Task<VerificationPolicy?> call = CallAsync(find, stop.Token);
        try
        {
            VerificationPolicy? policy = await call.WaitAsync(options.QuestionTimeout, options.VerifierOptions.TimeProvider).ConfigureAwait(false);
            return new FoundPolicy(policy is null ? IssuerOutcome.Unknown : IssuerOutcome.Known, policy);
        }
        catch (Exception thrown)
        {
            // The function and the clock are the caller's code and may throw anything. A text may name secrets: only the type is told.
            return thrown is TimeoutException && !call.IsCompleted
                ? new FoundPolicy(IssuerOutcome.TimedOut, Reason: string.Create(CultureInfo.InvariantCulture, $"{options.QuestionTimeout.TotalSeconds:0.###} s"))
                : new FoundPolicy(IssuerOutcome.Failed, Reason: thrown.GetType().FullName);
        }
        finally
        {
            _ = FinishAsync(call, stop, returned);
        }
    }

    // Elsewhere: the function may block before it first awaits.
    private Task<VerificationPolicy?> CallAsync(Func<string, CancellationToken, ValueTask<VerificationPolicy?>> find, CancellationToken stop) =>
        Task.Run(async () => await find(name, stop).ConfigureAwait(false), CancellationToken.None);

    private static async Task FinishAsync(Task call, CancellationTokenSource stop, Action returned)
    {
        if (!call.IsCompleted)
        {
            // What listens to the token is the caller's code too: it runs elsewhere, and what it throws is dropped.
            await stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        stop.Dispose();
        returned();
    }
}
