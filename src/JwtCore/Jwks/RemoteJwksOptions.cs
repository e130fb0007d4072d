using System.Net;
using System.Security.Cryptography.X509Certificates;
using JwtCore.Jwks;

namespace JwtCore;

/// <summary>How a <see cref="RemoteJwks"/> fetches and trusts keys. Immutable; checked by its constructor.</summary>
public sealed class RemoteJwksOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private HttpClient? _client;
    private bool _allowHttpOnLoopback;
    private IReadOnlyList<string> _plainHttpHosts = [];
    private string? _metadataUri;
    private TimeSpan _cooldown = TimeSpan.FromSeconds(30);
    private TimeSpan _requestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The clock, for ages and timers; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// The client to fetch with: for proxies, client certificates, own handlers. Stays the caller's and is not disposed.
    /// Null for one of its own, without cookies, credentials or redirects. An answer that it reached by a redirect is refused.
    /// </summary>
    public HttpClient? Client { get => _client; init => _client = value; }

    /// <summary>
    /// Takes <c>http</c> for <c>localhost</c>, <c>127.0.0.0/8</c> and <c>[::1]</c>: for development. Off by default. Such
    /// requests never go through a proxy, unless <see cref="Client"/> sends them there.
    /// </summary>
    public bool AllowHttpOnLoopback { get => _allowHttpOnLoopback; init => _allowHttpOnLoopback = value; }

    /// <summary>
    /// Hosts that may answer in plain <c>http</c>, each as <c>host</c> or <c>host:port</c>, compared exactly: for an issuer in
    /// the same compose file or cluster. None by default. All addresses of such a host must be loopback or private (RFC 1918,
    /// RFC 4193), which is judged when a connection is opened; no proxy is used. An https issuer's metadata never leads to
    /// http. Excludes <see cref="Client"/> and <see cref="PublicAddressesOnly"/>.
    /// </summary>
    public IReadOnlyList<string> PlainHttpHosts { get => _plainHttpHosts; init => _plainHttpHosts = value; }

    /// <summary>
    /// Connects to public addresses alone, resolved once per connection: for URLs that others have a say in. Off by
    /// default. Uses no proxy, and excludes <see cref="Client"/> and <see cref="AllowHttpOnLoopback"/>.
    /// </summary>
    public bool PublicAddressesOnly { get; init; }

    /// <summary>
    /// Hosts that may answer in place of the one asked for, each as <c>host</c> or <c>host:port</c>, compared exactly: for a
    /// <see cref="Client"/> whose handler rewrites the host, as service discovery and container networks do. None by
    /// default. Scheme, path and query must be those that were asked for; any other change of address is a redirect and
    /// refused.
    /// </summary>
    public IReadOnlyList<string> AnsweringHosts { get; init; } = [];

    /// <summary>With <see cref="RemoteJwks.Discover"/>: where the metadata is, when it is not at a well-known place under the issuer. Under https when the issuer is.</summary>
    public string? MetadataUri { get => _metadataUri; init => _metadataUri = value; }

    /// <summary>The one value of <c>use</c> (RFC 7517 section 4.2) that keys may have when they have any; <c>sig</c> by default.</summary>
    public string Use { get; init; } = JwkSet.DefaultUse;

    /// <summary>
    /// The lifetime of a set whose answer states none in <c>Cache-Control</c> or <c>Expires</c> (RFC 9111 section 4.2). 10
    /// minutes by default, between <see cref="MinLifetime"/> and <see cref="MaxLifetime"/>: the default of the common
    /// JavaScript implementation (jose), a sixth of FastMCP's fixed hour.
    /// </summary>
    public TimeSpan DefaultLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The shortest lifetime taken from an answer; 60 seconds by default. A server that says <c>no-store</c> is not asked more often.</summary>
    public TimeSpan MinLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest lifetime taken from an answer; 1 hour by default, at most a quarter of <see cref="TrustedFor"/>.
    /// Large providers state hours to a day (Google about six hours), too long for a key that must be withdrawn.
    /// </summary>
    public TimeSpan MaxLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The age above which keys are not used any more when no answer confirms them: the bound on a withdrawn key while the
    /// endpoint is cut off. 24 hours by default, at most 30 days: an outage over a night is survived.
    /// </summary>
    public TimeSpan TrustedFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a key counts as new; 10 minutes by default, at most 30 days, 0 to take every answer as it is. Nodes of an
    /// issuer may lag behind: the first answer without a new key does not remove it, but is asked for again after
    /// <see cref="Cooldown"/>, and a key that was removed returns with the second answer that has it. Okta, for instance,
    /// documents eventual consistency. The price is <see cref="JwksGuarantees.RemovalDelay"/>.
    /// </summary>
    public TimeSpan SettlingTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The shortest time from one attempt to the next, and the first step of the back-off. 30 seconds by default, as
    /// jose has it; not below <see cref="RequestTimeout"/>.
    /// </summary>
    public TimeSpan Cooldown { get => _cooldown; init => _cooldown = value; }

    /// <summary>The same while there are no keys at all, when every second is an outage; 5 seconds by default, from 1 second to <see cref="Cooldown"/>, up to which it backs off.</summary>
    public TimeSpan CooldownWithoutKeys { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The longest time between attempts that fail; 5 minutes by default. Waits double from <see cref="Cooldown"/>, each
    /// drawn at random up to its step, so that many nodes do not return together. <c>Retry-After</c> is honoured up to it.
    /// </summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time for one attempt, with discovery for all its requests; 10 seconds by default, as FastMCP has it.</summary>
    public TimeSpan RequestTimeout { get => _requestTimeout; init => _requestTimeout = value; }

    /// <summary>How long one <see cref="JwtVerifier.VerifyAsync"/> waits for a refresh; 3 seconds by default, 0 for not at all.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many verifications may wait for a refresh at once; 1,000 by default, from 0 to 100,000. The others answer at once.</summary>
    public int MaxWaiting { get; init; } = 1_000;

    /// <summary>The longest body, in bytes after decompression; 262,144 by default, from 1 to 8,388,608. Five times the limit of Nimbus JOSE + JWT.</summary>
    public int MaxBytes { get; init; } = 256 * 1024;

    /// <summary>The most entries in a set; 100 by default, from 1 to 1,000. A set with more is refused: checking a key takes 0.1 ms.</summary>
    public int MaxKeys { get; init; } = 100;

    /// <summary>The only roots that certificates are trusted by, without <see cref="Client"/>; null for the system's.</summary>
    internal X509Certificate2Collection? Roots { get; init; }

    /// <summary>The headers that a request to an address has beside the library's own; null for none.</summary>
    internal Func<Uri, IReadOnlyList<KeyValuePair<string, string>>>? HeadersFor { get; init; }

    /// <summary>Where jitter comes from.</summary>
    internal Random Random { get; init; } = Random.Shared;

    /// <summary>Whether any address may be http.</summary>
    internal bool AllowsPlainHttp => AllowHttpOnLoopback || PlainHttpHosts.Count > 0;

    /// <summary>Whether <see cref="PlainHttpHosts"/> names the host and port of an address.</summary>
    internal bool NamesPlainHttp(Uri address) => PlainHttpHosts.Any(text => HostAndPort.TryParse(text, out HostAndPort? named) && named.IsOf(address));

    /// <summary>The same options with more hosts, and with what is not null; a longer time limit lengthens the cooldown as far as that must follow.</summary>
    internal RemoteJwksOptions With(IEnumerable<string>? plainHttpHosts = null, string? metadataUri = null, TimeSpan? requestTimeout = null, TimeSpan? cooldown = null, HttpClient? client = null, bool allowHttpOnLoopback = false)
    {
        RemoteJwksOptions copy = (RemoteJwksOptions)MemberwiseClone();
        copy._client = client ?? _client;
        copy._allowHttpOnLoopback |= allowHttpOnLoopback;
        copy._plainHttpHosts = plainHttpHosts is null ? _plainHttpHosts : [.. _plainHttpHosts ?? [], .. plainHttpHosts];
        copy._metadataUri = metadataUri ?? _metadataUri;
        copy._requestTimeout = requestTimeout ?? _requestTimeout;
        copy._cooldown = cooldown ?? (requestTimeout > _cooldown ? requestTimeout.Value : _cooldown);
        return copy;
    }

    /// <summary>Whether an answer from one address may stand for another.</summary>
    internal bool MayAnswer(Uri reached, Uri asked) =>
        reached == asked
        || (reached.Scheme == asked.Scheme
            && reached.PathAndQuery == asked.PathAndQuery
            && AnsweringHosts.Any(text => HostAndPort.TryParse(text, out HostAndPort? named) && named.IsOf(reached)));

    /// <summary>The lifetime that is taken from an answer that states this one.</summary>
    internal TimeSpan Taken(TimeSpan? stated) =>
        (stated ?? DefaultLifetime) is TimeSpan lifetime && lifetime < MinLifetime ? MinLifetime : lifetime > MaxLifetime ? MaxLifetime : lifetime;

    /// <summary>Whether other options fetch and trust keys in the same way.</summary>
    internal bool IsSameAs(RemoteJwksOptions other) =>
        TimeProvider == other.TimeProvider
        && Client == other.Client
        && Roots == other.Roots
        && HeadersFor == other.HeadersFor
        && AllowHttpOnLoopback == other.AllowHttpOnLoopback
        && PlainHttpHosts.SequenceEqual(other.PlainHttpHosts, StringComparer.Ordinal)
        && AnsweringHosts.SequenceEqual(other.AnsweringHosts, StringComparer.Ordinal)
        && PublicAddressesOnly == other.PublicAddressesOnly
        && MetadataUri == other.MetadataUri
        && Use == other.Use
        && DefaultLifetime == other.DefaultLifetime
        && MinLifetime == other.MinLifetime
        && MaxLifetime == other.MaxLifetime
        && TrustedFor == other.TrustedFor
        && SettlingTime == other.SettlingTime
        && Cooldown == other.Cooldown
        && CooldownWithoutKeys == other.CooldownWithoutKeys
        && MaxBackoff == other.MaxBackoff
        && RequestTimeout == other.RequestTimeout
        && WaitTimeout == other.WaitTimeout
        && MaxWaiting == other.MaxWaiting
        && MaxBytes == other.MaxBytes
        && MaxKeys == other.MaxKeys;

    internal void Check(bool discovers)
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(PlainHttpHosts);
        ArgumentNullException.ThrowIfNull(AnsweringHosts);
        ArgumentException.ThrowIfNullOrEmpty(Use);
        Require.Range(nameof(RemoteJwksOptions), TrustedFor, TimeSpan.FromSeconds(4), Longest);
        Require.Range(nameof(RemoteJwksOptions), MaxLifetime, TimeSpan.FromSeconds(1), TrustedFor / 4);
        Require.Range(nameof(RemoteJwksOptions), MinLifetime, TimeSpan.FromSeconds(1), MaxLifetime);
        Require.Range(nameof(RemoteJwksOptions), DefaultLifetime, MinLifetime, MaxLifetime);
        Require.Range(nameof(RemoteJwksOptions), SettlingTime, TimeSpan.Zero, Longest);
        Require.Range(nameof(RemoteJwksOptions), RequestTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5));
        Require.Range(nameof(RemoteJwksOptions), Cooldown, RequestTimeout, Longest);
        Require.Range(nameof(RemoteJwksOptions), CooldownWithoutKeys, TimeSpan.FromSeconds(1), Cooldown);
        Require.Range(nameof(RemoteJwksOptions), MaxBackoff, Cooldown, Longest);
        Require.Range(nameof(RemoteJwksOptions), WaitTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Require.Range(nameof(RemoteJwksOptions), MaxWaiting, 0, 100_000);
        Require.Range(nameof(RemoteJwksOptions), MaxBytes, 1, Limits.LargestToken);
        Require.Range(nameof(RemoteJwksOptions), MaxKeys, 1, 1_000);
        if (PublicAddressesOnly && (Client is not null || AllowHttpOnLoopback))
        {
            throw new RefusedArgumentException(
                nameof(PublicAddressesOnly), "cannot be combined with ", Client is not null ? nameof(Client) : nameof(AllowHttpOnLoopback), ": it needs connections of its own.");
        }

        CheckPlainHttp();
        if (AnsweringHosts.Count > 0 && (Client is null || !AnsweringHosts.All(text => HostAndPort.TryParse(text, out _))))
        {
            throw new ArgumentException("RemoteJwksOptions.AnsweringHosts must have entries of the form host or host:port, and is for Client alone: the library's own connections ask the host that was named.");
        }

        if (MetadataUri is not null && !discovers)
        {
            throw new RefusedArgumentException(nameof(MetadataUri), "is for RemoteJwks.Discover; here the address of the key set is given.");
        }
    }

    private void CheckPlainHttp()
    {
        foreach (string text in PlainHttpHosts)
        {
            if (!HostAndPort.TryParse(text, out HostAndPort? named))
            {
                throw new RefusedArgumentException(nameof(PlainHttpHosts), "must have entries of the form host or host:port, without scheme, path and pattern.");
            }

            if (IPAddress.TryParse(named.Host, out IPAddress? address) && !PrivateAddress.IsPrivate(address))
            {
                throw new RefusedArgumentException(nameof(PlainHttpHosts), $"names {address}, which is neither loopback nor private (RFC 1918, RFC 4193).");
            }
        }

        if (PlainHttpHosts.Count > 0 && (Client is not null || PublicAddressesOnly))
        {
            throw new RefusedArgumentException(
                nameof(PlainHttpHosts),
                "cannot be combined with ",
                Client is not null ? nameof(Client) : nameof(PublicAddressesOnly),
                ": it needs connections of its own, to private addresses.");
        }
    }
}
