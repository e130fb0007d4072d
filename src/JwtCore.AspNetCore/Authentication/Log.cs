using Microsoft.Extensions.Logging;

namespace JwtCore.AspNetCore;

/// <summary>What is logged. Event ids are stable; no message has anything of a token or a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The scheme {Scheme} refused a request: {Error}.", EventName = "TokenRejected")]
    public static partial void Rejected(ILogger logger, string scheme, VerifyError error);

    [LoggerMessage(2, LogLevel.Debug, "The scheme {Scheme} accepted a token.", EventName = "TokenAccepted")]
    public static partial void Accepted(ILogger logger, string scheme);

    [LoggerMessage(3, LogLevel.Information, "The keys of {Scheme} are loaded: {Count}.", EventName = "KeysLoaded")]
    public static partial void KeysLoaded(ILogger logger, string scheme, int count);

    [LoggerMessage(4, LogLevel.Warning, "The keys of {Scheme} are not loaded after {Limit}: {State}. Requests are served without them.", EventName = "KeysNotLoaded")]
    public static partial void KeysNotLoaded(ILogger logger, string scheme, TimeSpan limit, JwksState state);
}
