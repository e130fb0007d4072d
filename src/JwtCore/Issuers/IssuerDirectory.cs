using System.Text;
using JwtCore.Diagnostics;
using JwtCore.Issuers;
using JwtCore.Jwks;
using JwtCore.Pipeline;
using JwtCore.Text;

namespace JwtCore;

/// <summary>
/// Verifies tokens of issuers that are known only at run time, the tenants of a service for instance: a function of the
/// application finds the policy of an issuer, and its answers are remembered for a while, both ways. Each issuer is judged by a
/// verifier of its own, with its own keys and remembered tokens. Thread-safe; make one and keep it.
/// </summary>
/// <remarks>
/// The function is called with the <c>iss</c> of tokens that nobody has verified: its text may be anything. Look it up in a list
/// of your own; never make an address of it before you found it there. A token of an issuer that is not known costs no
/// cryptography and no request for keys, and calls of the function are bounded (<see cref="IssuerDirectoryOptions"/>).
/// There is no synchronous form: an issuer that is not known yet takes a call of the function.
/// </remarks>
public sealed class IssuerDirectory : ITokenVerifier, IDisposable
{
    // An answer that was overtaken while it was waited for leads to another question.
    private const int MostLooks = 4;

    private readonly IssuerRegister _register;
    private readonly IssuerLookup _lookup;
    private readonly WaitingRoom _roomForUnknown;
    private readonly WaitingRoom _roomForKnown;

    /// <summary>Makes a directory that knows no issuer yet.</summary>
    /// <param name="findPolicy">
    /// Finds the policy of an issuer, compared exactly, or null when there is none. The policy's <see cref="VerificationPolicy.Issuer"/>
    /// must be or list that issuer. Called without the context of a request, by several threads at once, for each issuer once at a
    /// time. The token is cancelled at the time limit. An exception is a failure, never a "no".
    /// </param>
    /// <param name="options">How to ask and remember; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is null or out of range.</exception>
    public IssuerDirectory(Func<string, CancellationToken, ValueTask<VerificationPolicy?>> findPolicy, IssuerDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(findPolicy);
        options ??= new IssuerDirectoryOptions();
        options.Check();
        TimeProvider clock = options.VerifierOptions.TimeProvider;
        _register = new IssuerRegister(findPolicy, options, Tell);
        _lookup = new IssuerLookup(_register, options.VerifierOptions, Tell);
        _roomForUnknown = new WaitingRoom(options.MaxWaiting, options.QuestionTimeout, clock);
        _roomForKnown = new WaitingRoom(options.MaxWaiting, options.QuestionTimeout, clock);
    }

    /// <summary>
    /// Raised once for each answer, for logs, and at most once a minute for <see cref="IssuerOutcome.NotAsked"/>. Handlers run on the
    /// thread that brought the answer, outside all locks and before tokens that wait for it continue; keep them short. An
    /// exception is swallowed.
    /// </summary>
    public event Action<IssuerDirectory, IssuerAnswer>? Answered;

    /// <summary>The issuers that are known now, in no order.</summary>
    public IReadOnlyList<string> Issuers => [.. Known.Select(known => known.Name)];

    /// <summary>The issuers that are known now, with their policies.</summary>
    internal IEnumerable<KnownIssuer> Known => _register.Known;

    /// <summary>How many issuers are refused without a question.</summary>
    internal int RefusedCount => _register.RefusedCount;

    /// <summary>
    /// Verifies a token by the policy of its issuer. It completes at once when the issuer is known and its keys are at hand;
    /// otherwise it waits for the function and for the keys, each within its time limit, with all others that need the same.
    /// </summary>
    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="VerifyError.IssuerNotTrusted"/>: the function has no policy for the issuer, or the token names none.
    /// <see cref="VerifyError.KeysUnavailable"/>: the function failed, was too slow, brought a policy that must not be used, or must
    /// not be called now.
    /// </remarks>
    public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<VerifyResult>(cancellationToken);
        }

        IssuerPlace place = _lookup.Find(token.Span);
        if (place.Question is not null)
        {
            return WaitAsync(place, token, cancellationToken);
        }

        if (place.Known is null)
        {
            return new ValueTask<VerifyResult>(Refuse(place.Error));
        }

        ValueTask<VerifyResult> verifying = place.Known.Verifier.VerifyAsync(token, cancellationToken);
        return verifying.IsCompletedSuccessfully && !place.Known.IsDropped
            ? new ValueTask<VerifyResult>(Conclude(place.Known, verifying.Result))
            : FinishAsync(place.Known, verifying, token, cancellationToken);
    }

    /// <summary>
    /// Asks the function about an issuer now, whatever is remembered and whatever the limits are: after its policy changed, or
    /// before its first token. Tokens are judged by the policy that is held until the answer is there. Not for use per token.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="cancellationToken">Ends the wait, not the question.</param>
    /// <returns>The answer; a failure is an outcome, not an exception.</returns>
    /// <exception cref="ArgumentException">The issuer is empty, longer than 2,048 bytes, or has a lone surrogate.</exception>
    /// <exception cref="ObjectDisposedException">The directory is disposed.</exception>
    public Task<IssuerAnswer> RefreshAsync(string issuer, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        if (!TextTable.CanEncode(issuer) || Encoding.UTF8.GetByteCount(issuer) > UnverifiedIssuer.Longest)
        {
            throw new RefusedArgumentException(nameof(issuer), $"is longer than {UnverifiedIssuer.Longest} bytes, or has a lone surrogate.");
        }

        Task<IssuerAnswer>? answer = _register.Ask(issuer);
        ObjectDisposedException.ThrowIf(answer is null, this);
        return answer.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Forgets an issuer at once, with its policy and its remembered tokens: no token is judged by it any more, except by
    /// verifications that run. An answer that is under way is dropped. The next token of the issuer asks the function; to refuse
    /// the issuer, first let the function return null.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <returns>Whether it was known.</returns>
    public bool Forget(string issuer)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        return _register.Forget(issuer);
    }

    /// <summary>Forgets all issuers: tokens answer <see cref="VerifyError.KeysUnavailable"/>. Key sources that the application keeps stay as they are.</summary>
    public void Dispose() => _register.Dispose();

    /// <summary>As <see cref="VerifyAsync"/>, with what is at hand: questions and refreshes may start, and are not waited for.</summary>
    internal ValueTask<VerifyResult> VerifyWithKeysAtHandAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        IssuerPlace place = _lookup.Find(token.Span);
        return place.Known is not null ? FinishAtOnceAsync(place.Known, place.Known.Verifier.VerifyWithKeysAtHandAsync(token, cancellationToken))
            : new ValueTask<VerifyResult>(Refuse(place.Question is null ? place.Error : VerifyError.KeysUnavailable));
    }

    /// <summary>The policy of an issuer that is known, or null.</summary>
    internal VerificationPolicy? PolicyOf(string issuer) => _register.Find(Encoding.UTF8.GetBytes(issuer))?.Policy;

    // While a token waited for keys its issuer may have been withdrawn, or given another policy: then it is looked up again.
    private async ValueTask<VerifyResult> FinishAsync(KnownIssuer known, ValueTask<VerifyResult> verifying, ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        VerifyResult result = await verifying.ConfigureAwait(false);
        return known.IsDropped ? await WaitAsync(_lookup.Find(token.Span), token, cancellationToken).ConfigureAwait(false) : Conclude(known, result);
    }

    private async ValueTask<VerifyResult> FinishAtOnceAsync(KnownIssuer known, ValueTask<VerifyResult> verifying)
    {
        // It may wait for a revocation check.
        VerifyResult result = await verifying.ConfigureAwait(false);
        return known.IsDropped ? Refuse(VerifyError.KeysUnavailable) : Conclude(known, result);
    }

    private async ValueTask<VerifyResult> WaitAsync(IssuerPlace place, ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        for (int looks = 0; looks < MostLooks; looks++)
        {
            if (place.Known is not null)
            {
                VerifyResult result = await place.Known.Verifier.VerifyAsync(token, cancellationToken).ConfigureAwait(false);
                if (!place.Known.IsDropped)
                {
                    return Conclude(place.Known, result);
                }
            }
            else if (place.Question is null)
            {
                return Refuse(place.Error);
            }
            else
            {
                await (place.IsKnown ? _roomForKnown : _roomForUnknown).WaitAsync(place.Question.Ended, cancellationToken).ConfigureAwait(false);
                if (!place.Question.Ended.IsCompleted)
                {
                    // Too many wait already.
                    break;
                }
            }

            place = _lookup.Find(token.Span);
        }

        return Refuse(VerifyError.KeysUnavailable);
    }

    private VerifyResult Conclude(KnownIssuer known, VerifyResult result)
    {
        if (result.Claims is not null && !known.IsProven)
        {
            _register.Prove(known);
        }

        return result;
    }

    private void Tell(IssuerAnswer answer)
    {
        foreach (Action<IssuerDirectory, IssuerAnswer> handler in Delegate.EnumerateInvocationList(Answered))
        {
            try
            {
                handler(this, answer);
            }
            catch (Exception)
            {
                // A handler is anybody's code: the answer is there, and the other handlers must hear of it.
            }
        }
    }

    private static VerifyResult Refuse(VerifyError error)
    {
        Telemetry.Count(error);
        return new VerifyResult(error, null, default);
    }
}
