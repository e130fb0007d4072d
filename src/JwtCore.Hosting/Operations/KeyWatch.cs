using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>Starts the first load of each source of a host, without waiting for it, and logs what becomes of its keys. Thread-safe.</summary>
internal sealed class KeyWatch(ILogger logger, HostStage stage)
{
    // Only for as long as a source is in use: a reload may bring others.
    private readonly ConditionalWeakTable<RemoteJwks, string> _followed = [];
    private volatile bool _isStarted;

    /// <summary>The host starts: from now on each source is loaded as soon as it is known.</summary>
    public void Start(IReadOnlyList<NamedKeys> all)
    {
        _isStarted = true;
        Add(all);
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
            if (_followed.TryAdd(one.Keys, one.Name))
            {
                KeyLog.Follow(one.Name, one.Keys, logger);
                stage.Warn(logger, one);
            }

            Load(one.Keys);
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
}
