using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace JwtCore.Hosting;

/// <summary>
/// The settings of one verifier: which keys, and which tokens. Set in code, or read by <see cref="Read"/> from
/// configuration and environment. A setting that code has set, even to null, is never read.
/// </summary>
/// <remarks>Not thread-safe. <see cref="PublicKey"/> may be a secret; no message quotes any value.</remarks>
public sealed class JwtCoreSettings
{
    /// <summary>
    /// The one key: a public key or certificate in any form that <see cref="Jwk.FromText"/> reads or, when <see cref="Algorithm"/> is HMAC, the shared secret, taken
    /// as its UTF-8 bytes. Excludes <see cref="JwksUri"/> and <see cref="Authority"/>. Null for not set, and for the keys of
    /// <c>Authentication:Schemes:Bearer:SigningKeys</c>, which are no texts.
    /// </summary>
    public string? PublicKey
    {
        get => Key.Value;
        set
        {
            Key = InCode(value);
            SigningKeys = [];
        }
    }

    /// <summary>The address of a JWK Set, <c>https</c>. Excludes <see cref="PublicKey"/> and <see cref="Authority"/>. Null for not set.</summary>
    public string? JwksUri
    {
        get => KeySet.Value;
        set => KeySet = InCode(value);
    }

    /// <summary>
    /// The issuer whose metadata names the JWK Set, exactly as it names itself. Excludes <see cref="PublicKey"/> and
    /// <see cref="JwksUri"/>. Null for not set.
    /// </summary>
    public string? Authority
    {
        get => Discovered.Value;
        set => Discovered = InCode(value);
    }

    /// <summary>The <c>iss</c> to expect; <see cref="Expected.Any"/> accepts any. Null for <see cref="Authority"/>; without that it is required.</summary>
    public Expected? Issuer
    {
        get => Issuers.Value;
        set => Issuers = InCode(value);
    }

    /// <summary>The audiences to accept; <see cref="Expected.Any"/> accepts any. Required.</summary>
    public Expected? Audience
    {
        get => Audiences.Value;
        set => Audiences = InCode(value);
    }

    /// <summary>
    /// The algorithms to accept. Null for RS256, and for HS256 with a key of
    /// <c>Authentication:Schemes:Bearer:SigningKeys</c>.
    /// </summary>
    public IReadOnlyList<JwtAlgorithm>? Algorithm
    {
        get => Algorithms.Value;
        set => Algorithms = InCode(value);
    }

    /// <summary>The scopes that a token must have, all of them. Null for none.</summary>
    public IReadOnlyList<string>? RequiredScopes
    {
        get => Scopes.Value;
        set => Scopes = InCode(value);
    }

    /// <summary>The address of this server as a resource, <c>https</c> or <c>http</c>. It changes no verdict. Null for not set.</summary>
    public string? BaseUrl
    {
        get => Base.Value;
        set => Base = InCode(value);
    }

    /// <summary>
    /// For development: hosts that may answer in plain http, as <see cref="RemoteJwksOptions.PlainHttpHosts"/> has them, and
    /// in addition to those. Null for none.
    /// </summary>
    public IReadOnlyList<string>? PlainHttpHosts
    {
        get => PlainHosts.Value;
        set => PlainHosts = InCode(value);
    }

    /// <summary>
    /// For development: false adds the host and port of <see cref="Authority"/> to <see cref="PlainHttpHosts"/>, true refuses
    /// an authority, a key set or <see cref="RemoteJwksOptions.MetadataUri"/> in plain http. Null for not set.
    /// </summary>
    public bool? RequireHttpsMetadata
    {
        get => (bool?)HttpsMetadata.Value;
        set => HttpsMetadata = InCode<object>(value);
    }

    /// <summary>Where these settings stand when code does not set them.</summary>
    internal SettingsLocation Place { get; init; } = SettingsLocation.Default;

    internal Setting<string> Key { get; set; }

    internal Setting<string> KeySet { get; set; }

    internal Setting<string> Discovered { get; set; }

    internal Setting<Expected> Issuers { get; set; }

    internal Setting<Expected> Audiences { get; set; }

    internal Setting<IReadOnlyList<JwtAlgorithm>> Algorithms { get; set; }

    internal Setting<IReadOnlyList<string>> Scopes { get; set; }

    internal Setting<string> Base { get; set; }

    internal Setting<IReadOnlyList<string>> PlainHosts { get; set; }

    /// <summary>A boolean.</summary>
    internal Setting<object> HttpsMetadata { get; set; }

    /// <summary>The keys of <c>dotnet user-jwts</c>, for whichever issuers.</summary>
    internal IReadOnlyList<UserJwtsKey> SigningKeys { get; set; } = [];

    /// <summary>What was found that is no setting, or null.</summary>
    internal string? Unknown { get; set; }

    /// <summary>
    /// Reads each setting from the first that has it: the section <c>JwtCore</c>, the section
    /// <c>Authentication:Schemes:Bearer</c>, the environment (<c>JWTCORE_PUBLIC_KEY</c> and so on). What is wrong there is
    /// said by <see cref="ToPolicy"/>, unless code sets that setting.
    /// </summary>
    /// <param name="configuration">The configuration's root. Null for the environment alone.</param>
    /// <returns>New settings.</returns>
    public static JwtCoreSettings Read(IConfiguration? configuration = null)
    {
        JwtCoreSettings settings = new();
        SettingsReader.Read(settings, configuration, EnvironmentSource.OfProcess());
        return settings;
    }

    /// <summary>
    /// The policy of these settings, with the strict defaults for everything that has no setting. Keys are read and checked
    /// here; nothing is fetched.
    /// </summary>
    /// <param name="remote">How to fetch keys. Null for the defaults.</param>
    /// <returns>A policy that a verifier takes; its keys, when a <see cref="RemoteJwks"/>, are the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">A setting is missing, wrong, unknown or contradicts another; the message names it and where it is from.</exception>
    public VerificationPolicy ToPolicy(RemoteJwksOptions? remote = null) => SettingsPolicy.Make(this, remote);

    private static Setting<T> InCode<T>(T? value, [CallerMemberName] string name = "")
        where T : class => new($"{nameof(JwtCoreSettings)}.{name}", value);
}
