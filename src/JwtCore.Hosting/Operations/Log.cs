using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>The log messages about keys, settings and introspection. Event IDs are stable and unique among JwtCore's packages.</summary>
internal static partial class Log
{
    [LoggerMessage(3, LogLevel.Information, "The keys of {Name} are loaded: {Count}.", EventName = "KeysLoaded")]
    public static partial void KeysLoaded(ILogger logger, string name, int count);

    [LoggerMessage(4, LogLevel.Warning, "The keys of {Name} are not loaded after {Limit}: {State}. {Cause} The host starts without them.", EventName = "KeysNotLoaded")]
    public static partial void KeysNotLoaded(ILogger logger, string name, TimeSpan limit, JwksState state, string cause);

    [LoggerMessage(30, LogLevel.Warning, "The keys of {Name} could not be refreshed ({Cause}). {Explanation}", EventName = "KeyRefreshFailed")]
    public static partial void KeyRefreshFailed(ILogger logger, string name, string explanation, FetchCause cause);

    [LoggerMessage(31, LogLevel.Information, "The keys of {Name} changed; there are {Count} now. Came: {Came}. Went: {Went}.", EventName = "KeysChanged")]
    public static partial void KeysChanged(ILogger logger, string name, int count, string came, string went);

    [LoggerMessage(32, LogLevel.Error, "The keys of {Name} have not been confirmed for {Age}. In {Left} they are no longer trusted, and all tokens are refused.", EventName = "KeysEndSoon")]
    public static partial void KeysEndSoon(ILogger logger, string name, TimeSpan age, TimeSpan left);

    [LoggerMessage(33, LogLevel.Error, "The keys of {Name} are no longer trusted: they have not been confirmed for {Trusted}. All tokens are refused until a refresh succeeds.", EventName = "KeysEnded")]
    public static partial void KeysEnded(ILogger logger, string name, TimeSpan trusted);

    [LoggerMessage(34, LogLevel.Warning, "The keys of {Name} come over plain http from {Host}, as PlainHttpHosts or RequireHttpsMetadata allows. An attacker on that network can forge tokens: keep this to development.", EventName = "PlainHttp")]
    public static partial void PlainHttp(ILogger logger, string name, string host);

    [LoggerMessage(35, LogLevel.Error, "The keys of {Name} come over plain http from {Host}, and the environment is not Development. An attacker on that network can forge tokens. Use https, and remove PlainHttpHosts and RequireHttpsMetadata: false.", EventName = "PlainHttpOutsideDevelopment")]
    public static partial void PlainHttpOutsideDevelopment(ILogger logger, string name, string host);

    [LoggerMessage(36, LogLevel.Warning, "The key set of {Name} publishes shared secrets (oct), {Count} of them. These secrets are public. Any service that accepts tokens signed with them accepts forged tokens. Here they verify nothing. The issuer must remove and replace them. Entries: {Entries}.", EventName = "SecretsPublished")]
    public static partial void SecretsPublished(ILogger logger, string name, int count, string entries);

    [LoggerMessage(37, LogLevel.Information, "The key set of {Name} has entries that verify nothing, {Count} of them. {Entries}", EventName = "KeysSkipped")]
    public static partial void KeysSkipped(ILogger logger, string name, int count, string entries);

    [LoggerMessage(38, LogLevel.Warning, "Settings of {Name}: {Sentence}", EventName = "SettingIdle")]
    public static partial void SettingIdle(ILogger logger, string name, string sentence);

    [LoggerMessage(39, LogLevel.Error, "{Name} accepts tokens of dotnet user-jwts by {Key}, and the environment is not Development. Anyone who knows that key can make tokens. Remove it.", EventName = "UserJwtsOutsideDevelopment")]
    public static partial void UserJwtsOutsideDevelopment(ILogger logger, string name, string key);

    [LoggerMessage(40, LogLevel.Warning, "The introspection endpoint at {Host} gave no usable answer: {Cause}{Detail}. The requests with opaque tokens get 503.", EventName = "IntrospectionFailed")]
    public static partial void IntrospectionFailed(ILogger logger, string host, string cause, string detail);

    [LoggerMessage(45, LogLevel.Error, "The self-test of Ed25519 failed in this process: a signature that is known to be good is refused, or a damaged one is accepted. Every EdDSA and Ed25519 token is refused. Restart the process; if it happens again, look for faulty memory or a faulty build.", EventName = "SelfTestFailed")]
    public static partial void SelfTestFailed(ILogger logger);

    [LoggerMessage(46, LogLevel.Warning, "{Name} could not find the policy of an issuer ({Outcome}). {Explanation}", EventName = "IssuerNotFound")]
    public static partial void IssuerNotFound(ILogger logger, string name, IssuerOutcome outcome, string explanation);

    [LoggerMessage(47, LogLevel.Error, "{Name} must not use the policy of an issuer. {Explanation}", EventName = "IssuerPolicyRefused")]
    public static partial void IssuerPolicyRefused(ILogger logger, string name, string explanation);

    [LoggerMessage(48, LogLevel.Warning, "{Count} more questions of {Name} about issuers failed within a minute: {Outcome}.", EventName = "MoreIssuersNotFound")]
    public static partial void MoreIssuersNotFound(ILogger logger, long count, string name, IssuerOutcome outcome);
}
