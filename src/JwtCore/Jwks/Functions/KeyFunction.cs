using System.Globalization;

namespace JwtCore.Jwks;

/// <summary>
/// Gets the keys from a function of the caller's, which is given the time limit of an attempt and nothing of a token but a
/// key ID. Whatever the function does, the attempt ends: see <see cref="RunningAttempt"/>.
/// </summary>
internal sealed class KeyFunction : IKeySetFetcher
{
    // One that runs, and those that ignored their time limit.
    private const int MostCalls = 4;

    private const int LongestName = 100;

    private readonly RemoteJwksOptions _options;
    private readonly Func<string?, CancellationToken, Task<LoadedKeys>> _load;
    private readonly object _identity;
    private readonly Uri _address;
    private int _calls;

    /// <param name="name">What logs and metrics call it.</param>
    /// <param name="load">The function.</param>
    /// <param name="options">Of the source.</param>
    /// <param name="identity">Equal to that of another one that loads the same; null for the function itself.</param>
    /// <exception cref="ArgumentException">The name is none, or an option is for fetching by HTTP.</exception>
    public KeyFunction(string name, Func<string?, CancellationToken, Task<LoadedKeys>> load, CheckedOptions options, object? identity = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(load);
        if (name.Length is 0 or > LongestName || name.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-._".Contains(c, StringComparison.Ordinal)))
        {
            throw new ArgumentException("The name of a loader must have 1 to 100 characters of A-Z a-z 0-9 - . _: it stands in logs and metrics.", nameof(name));
        }

        Options = options;
        _options = options.Value;
        _load = load;
        _identity = identity ?? load;
        _address = new Uri($"{JwksRequest.LoaderScheme}:{name}");
        Host = name;
        RefuseConnections(_options);
    }

    public CheckedOptions Options { get; }

    public string Host { get; }

    public string Identity => _identity is string path ? $"file {path}" : $"loader {Host}";

    public string? Issuer => null;

    public string? PlainHttpHost => null;

    public bool TakesKeyId => true;

    public bool IsSameAs(IKeySetFetcher other) =>
        other is KeyFunction function && Host == function.Host && _identity.Equals(function._identity) && _options.IsSameAs(function._options);

    public async Task<FetchResult> LoadAsync(AttemptPlan plan, FetchTrace trace, CancellationToken deadline)
    {
        RequestProgress progress = trace.Begin(_address, isMetadata: false);
        FetchResult result;
        try
        {
            // Calls that never end must not pile up, each with a thread.
            result = Interlocked.Increment(ref _calls) <= MostCalls
                ? await AskAsync(plan, deadline).ConfigureAwait(false)
                : FetchResult.Failed(RefreshOutcome.TimedOut, FetchCause.LoaderHangs);
        }
        catch (Exception thrown) when (!deadline.IsCancellationRequested)
        {
            // The caller's code may throw anything.
            result = new FetchResult(Read(thrown));
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }

        trace.End(progress, result.Answer);
        return result with { Address = _address };
    }

    public void Dispose()
    {
        // The function is the caller's.
    }

    private async Task<FetchResult> AskAsync(AttemptPlan plan, CancellationToken deadline)
    {
        FunctionAnswer answer = new(_options);
        (LoadedKeys loaded, HttpAnswer? refusal) = await CallAsync(answer, plan.Wanted, deadline).ConfigureAwait(false);
        bool isPart = loaded.IsAddition && plan is { Reason: RefreshReason.Token, Held: not null };
        if (loaded.IsAddition && !isPart)
        {
            // The schedule confirms all keys, so that one that was withdrawn goes as it does with a set.
            foreach (string keyId in KeyIdsOf(plan.Held).Where(keyId => !answer.Has(keyId) && keyId != plan.Wanted))
            {
                if (refusal is null)
                {
                    FunctionAnswer one = new(_options);
                    (_, refusal) = await CallAsync(one, keyId, deadline).ConfigureAwait(false);
                    answer.Add(one);
                }
            }
        }

        return refusal is not null ? new FetchResult(refusal) : Conclude(plan, answer, loaded, isPart);
    }

    private async Task<(LoadedKeys Loaded, HttpAnswer? Refusal)> CallAsync(FunctionAnswer answer, string? wanted, CancellationToken deadline)
    {
        LoadedKeys loaded = await (_load(wanted, deadline) ?? throw new InvalidOperationException()).ConfigureAwait(false)
            ?? throw new InvalidOperationException();
        return (loaded, answer.Take(loaded, wanted));
    }

    private static FetchResult Conclude(AttemptPlan plan, FunctionAnswer answer, LoadedKeys loaded, bool isPart)
    {
        KeySetSnapshot? held = plan.Held;
        JwkSet set = CarriedKeys.Of(answer.Keys, held);
        bool isEmpty = set.Keys.Count == 0 && !loaded.IsAddition;
        bool isUnchanged = isPart ? set.Keys.All(key => held!.Answer.Keys.Contains(key)) : set == held?.Answer;
        return new FetchResult(new HttpAnswer(isEmpty ? RefreshOutcome.NoUsableKey : isUnchanged ? RefreshOutcome.Unchanged : RefreshOutcome.Updated)
        {
            Cause = isEmpty ? FetchCause.NoUsableKey : FetchCause.None,
            Lifetime = loaded.Lifetime,
        })
        {
            Keys = set,
            Skipped = answer.Skipped,
            IsAddition = loaded.IsAddition,
            IsPart = isPart,
            IsFound = plan.Wanted is null || answer.Has(plan.Wanted),
        };
    }

    // What a function threw, in fixed words: its message may have anything in it. The name of its type is the caller's code.
    private static HttpAnswer Read(Exception thrown)
    {
        if (thrown is KeyFileException refusal)
        {
            return new HttpAnswer(RefreshOutcome.Unreachable) { Cause = FetchCause.LoaderFailed, Detail = refusal.Message };
        }

        if (thrown is HttpRequestException { StatusCode: { } status })
        {
            return new HttpAnswer(RefreshOutcome.StatusRefused) { Cause = FetchCause.StatusRefused, Status = (int)status };
        }

        HttpAnswer known = CauseReader.Read(thrown);
        return known.Cause is not (FetchCause.ClientFailed or FetchCause.TimedOut or FetchCause.AddressRefused)
            ? known
            : new HttpAnswer(RefreshOutcome.Unreachable)
            {
                Cause = FetchCause.LoaderFailed,
                Detail = string.Create(CultureInfo.InvariantCulture, $"the function threw {PrintableText.Quote(thrown.GetType().Name, LongestName)}."),
            };
    }

    private static string[] KeyIdsOf(KeySetSnapshot? held) =>
        [.. (held?.Answer.Keys ?? []).Select(key => key.KeyId).OfType<string>().Where(KeyIdText.IsSafe).Distinct(StringComparer.Ordinal)];

    private static void RefuseConnections(RemoteJwksOptions options)
    {
        string? name = options.Client is not null ? nameof(options.Client)
            : options.AllowHttpOnLoopback ? nameof(options.AllowHttpOnLoopback)
            : options.PlainHttpHosts.Count > 0 ? nameof(options.PlainHttpHosts)
            : options.PublicAddressesOnly ? nameof(options.PublicAddressesOnly)
            : null;
        if (name is not null)
        {
            throw new RefusedArgumentException(name, "is for keys that RemoteJwks fetches by HTTP; with a loader your function fetches them.");
        }
    }
}
