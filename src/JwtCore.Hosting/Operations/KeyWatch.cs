using System.Runtime.CompilerServices;
using JwtCore.Jwks;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>Starts the first load of each source of a host, without waiting for it, and logs what becomes of its keys. Thread-safe.</summary>
internal sealed class KeyWatch(ILogger logger, HostStage stage, TimeProvider time) : IDisposable
{
    // As in every other line about an issuer.
    private const int LongestIssuer = 100;

    // Only for as long as a source is in use: a reload may bring others.
    private readonly ConditionalWeakTable<RemoteJwks, string> _followed = [];
    private readonly ConditionalWeakTable<IssuerDirectory, IssuerLog> _directories = [];
    private volatile bool _isStarted;

    /// <summary>The host starts: from now on each source is loaded as soon as it is known.</summary>
    public void Start(IReadOnlyList<NamedKeys> all, IReadOnlyList<NamedDirectory> directories)
    {
        _isStarted = true;
        Add(all);
        foreach (NamedDirectory one in directories)
        {
            Add(one);
        }
    }

    /// <summary>Takes note of sources; loads them if the host has started.</summary>
    public void Add(IReadOnlyList<NamedKeys> all)
    {
        if (!_isStarted)
        {
            return;
        }

        foreach (NamedKeys one in all)
        {
            Follow(one);
            Load(one.Keys);
        }
    }

    /// <summary>
    /// Takes note of a directory if the host has started: its failures are logged, and what happens to the keys of its issuers.
    /// Those load with the first token that needs them: a token that nobody verified makes an issuer known.
    /// </summary>
    public void Add(NamedDirectory named)
    {
        if (!_isStarted)
        {
            return;
        }

        (string name, IssuerDirectory directory) = named;
        IssuerLog log = new(name, logger, time);
        if (!_directories.TryAdd(directory, log))
        {
            return;
        }

        directory.Answered += (_, answer) =>
        {
            log.Add(answer);
            if (answer.Outcome == IssuerOutcome.Known)
            {
                FollowKeys(name, answer.Issuer, directory.PolicyOf(answer.Issuer));
            }
        };
        foreach (string issuer in directory.Issuers)
        {
            FollowKeys(name, issuer, directory.PolicyOf(issuer));
        }
    }

    /// <summary>Tells what was counted and not yet told.</summary>
    public void Dispose()
    {
        foreach ((_, IssuerLog log) in _directories)
        {
            log.Dispose();
        }
    }

    /// <summary>
    /// Starts the first load of a source. One that was asked before has a plan of its own: its back-off and the server's
    /// Retry-After count.
    /// </summary>
    public static void Load(RemoteJwks keys)
    {
        try
        {
            if (keys.Status is { State: JwksState.NotLoaded, NextRefreshIn: null })
            {
                // A failure is an outcome of the attempt.
                _ = keys.RefreshAsync();
            }
        }
        catch (Exception)
        {
            // Its owner has disposed it since, or the clock, which is others' code, failed. The first token asks again.
        }
    }

    private void FollowKeys(string name, string issuer, VerificationPolicy? policy)
    {
        if (policy?.Keys is RemoteJwks keys)
        {
            Follow(new NamedKeys($"{name} {PrintableText.Quote(issuer, LongestIssuer)}", keys));
        }
    }

    private void Follow(NamedKeys one)
    {
        if (_followed.TryAdd(one.Keys, one.Name))
        {
            KeyLog.Follow(one.Name, one.Keys, logger);
            stage.Warn(logger, one);
        }
    }
}
