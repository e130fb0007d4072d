using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>The log messages about keys. Event IDs are stable and unique among JwtCore's packages.</summary>
internal static partial class Log
{
    [LoggerMessage(3, LogLevel.Information, "The keys of {Name} are loaded: {Count}.", EventName = "KeysLoaded")]
    public static partial void KeysLoaded(ILogger logger, string name, int count);

    [LoggerMessage(4, LogLevel.Warning, "The keys of {Name} are not loaded after {Limit}: {State}. Requests are served without them.", EventName = "KeysNotLoaded")]
    public static partial void KeysNotLoaded(ILogger logger, string name, TimeSpan limit, JwksState state);
}
