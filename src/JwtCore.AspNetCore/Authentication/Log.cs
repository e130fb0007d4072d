using Microsoft.Extensions.Logging;

namespace JwtCore.AspNetCore;

/// <summary>The log messages about requests. Event IDs are stable and unique among JwtCore's packages. No message has anything of a token or a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The scheme {Scheme} refused a request: {Error}{Detail}.", EventName = "TokenRejected")]
    public static partial void Rejected(ILogger logger, string scheme, VerifyError error, string detail);

    [LoggerMessage(21, LogLevel.Information, "The scheme {Scheme} refused a request: {Event} failed it, {Reason}.", EventName = "EventRejected")]
    public static partial void RejectedByEvent(ILogger logger, string scheme, string @event, string reason);

    [LoggerMessage(22, LogLevel.Warning, "The endpoint {Endpoint} demands scopes, but no JwtCore scheme authenticates its requests, so every request is refused with 403: they are authenticated by {Schemes}. Add {Line}.", EventName = "ScopesNeverMet")]
    public static partial void ScopesNeverMet(ILogger logger, string endpoint, string schemes, string line);

    [LoggerMessage(23, LogLevel.Warning, "The endpoint {Endpoint} accepts a role in place of a scope, but no policy says which tokens are without a user, so no role is accepted. Set VerificationPolicy.ClientOnlyClaims.", EventName = "RolesNeverMet")]
    public static partial void RolesNeverMet(ILogger logger, string endpoint);

    [LoggerMessage(24, LogLevel.Warning, "The scheme {Scheme} refused a request: {Error}. {Explanation} Such requests get 503 until the check answers.", EventName = "RevocationUnknown")]
    public static partial void RevocationUnknown(ILogger logger, string scheme, VerifyError error, string explanation);

    [LoggerMessage(20, LogLevel.Information, "{Count} more requests were refused within a minute: {Error}.", EventName = "MoreTokensRejected")]
    public static partial void MoreRejected(ILogger logger, long count, string error);

    [LoggerMessage(2, LogLevel.Debug, "The scheme {Scheme} accepted a token.", EventName = "TokenAccepted")]
    public static partial void Accepted(ILogger logger, string scheme);
}
