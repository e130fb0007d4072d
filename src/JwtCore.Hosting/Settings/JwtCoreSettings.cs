using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace JwtCore.Hosting;

/// <summary>
/// The settings of one verifier or one authentication scheme: which keys, and which tokens. Set in code, or read by
/// <see cref="Read"/> from configuration and environment. A setting that code has set, even to null, is never read. As options they
/// have the name of their scheme, and no name for the verifier of <c>AddJwtCoreVerifier</c>.
/// </summary>
/// <remarks>Not thread-safe. <see cref="PublicKey"/> may be a secret; no message quotes any value.</remarks>
public sealed class JwtCoreSettings
{
    private readonly Dictionary<string, Setting<object>> _settings = new(StringComparer.Ordinal);

    /// <summary>
    /// The one key: a public key or certificate in any form that <see cref="Jwk.FromText"/> reads or, when <see cref="Algorithm"/> is HMAC, the shared secret, taken
    /// as its UTF-8 bytes. Excludes <see cref="JwksUri"/> and <see cref="Authority"/>. Null for not set, and for the keys of
    /// <c>Authentication:Schemes:Bearer:SigningKeys</c>, which are no texts.
    /// </summary>
    public string? PublicKey
    {
        get => Get<string>();
        set
        {
            Set(value);
            Idle.AddRange(SigningKeys.Select(key => $"{key.Path} is not read: {nameof(JwtCoreSettings)}.{nameof(PublicKey)} wins."));
            SigningKeys = [];
        }
    }

    /// <summary>The address of a JWK Set, <c>https</c>. Excludes <see cref="PublicKey"/> and <see cref="Authority"/>. Null for not set.</summary>
    public string? JwksUri { get => Get<string>(); set => Set(value); }

    /// <summary>
    /// The issuer whose metadata names the JWK Set, exactly as it names itself. Excludes <see cref="PublicKey"/> and
    /// <see cref="JwksUri"/>. Null for not set.
    /// </summary>
    public string? Authority { get => Get<string>(); set => Set(value); }

    /// <summary>
    /// Where the metadata is, when it is not at a well-known place under the issuer: that of <see cref="Authority"/> or, without it,
    /// of the one <see cref="Issuer"/>, which the metadata must name. Null for a well-known place.
    /// </summary>
    public string? MetadataAddress { get => Get<string>(); set => Set(value); }

    /// <summary>The <c>iss</c> to expect; <see cref="Expected.Any"/> accepts any. Null for <see cref="Authority"/>; without that it is required.</summary>
    public Expected? Issuer { get => Get<Expected>(); set => Set(value); }

    /// <summary>The audiences to accept; <see cref="Expected.Any"/> accepts any. Required.</summary>
    public Expected? Audience { get => Get<Expected>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.AudienceClaim"/>. Null for <c>aud</c>.</summary>
    public string? AudienceClaim { get => Get<string>(); set => Set(value); }

    /// <summary>The algorithms to accept. Null for RS256; keys of <c>dotnet user-jwts</c> have HS256.</summary>
    public IReadOnlyList<JwtAlgorithm>? Algorithm { get => Get<IReadOnlyList<JwtAlgorithm>>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.Types"/>; <see cref="Expected.Any"/> accepts all. Null for the default.</summary>
    public Expected? Types { get => Get<Expected>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.Profile"/>. Null for a plain JWT.</summary>
    public TokenProfile? Profile { get => GetValue<TokenProfile>(); set => Set(value); }

    /// <summary>The scopes that a token must have, all of them. Null for none.</summary>
    public IReadOnlyList<string>? RequiredScopes { get => Get<IReadOnlyList<string>>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.ImpliedScopes"/>. Null for none.</summary>
    public IReadOnlyDictionary<string, string[]>? ImpliedScopes { get => Get<IReadOnlyDictionary<string, string[]>>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.ScopeClaims"/>. Null for <c>scope</c> and <c>scp</c>.</summary>
    public IReadOnlyList<string>? ScopeClaims { get => Get<IReadOnlyList<string>>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.RequiredHeaders"/>. Null for none.</summary>
    public IReadOnlyDictionary<string, Expected>? RequiredHeaders { get => Get<IReadOnlyDictionary<string, Expected>>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.RequiredClaims"/>. Null for none.</summary>
    public IReadOnlyDictionary<string, Expected>? RequiredClaims { get => Get<IReadOnlyDictionary<string, Expected>>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.ClientIdClaims"/>. Null for <c>client_id</c> and <c>azp</c>.</summary>
    public IReadOnlyList<string>? ClientIdClaims { get => Get<IReadOnlyList<string>>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.ClockSkew"/>, from 0 to 10 minutes. Null for 60 seconds.</summary>
    public TimeSpan? ClockSkew { get => GetValue<TimeSpan>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.MaxAge"/>. Null for no limit.</summary>
    public TimeSpan? MaxAge { get => GetValue<TimeSpan>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.MaxLifetime"/>. Null for no limit.</summary>
    public TimeSpan? MaxLifetime { get => GetValue<TimeSpan>(); set => Set(value); }

    /// <summary><see cref="VerificationPolicy.Tolerate"/>. Null for nothing.</summary>
    public Tolerance? Tolerate { get => GetValue<Tolerance>(); set => Set(value); }

    /// <summary>The address of this server as a resource, <c>https</c> or <c>http</c>. It changes no verdict; the host's log says so. Null for not set.</summary>
    public string? BaseUrl { get => Get<string>(); set => Set(value); }

    /// <summary>
    /// For development: hosts that may answer in plain http, as <see cref="RemoteJwksOptions.PlainHttpHosts"/> has them, and
    /// in addition to those. Null for none.
    /// </summary>
    public IReadOnlyList<string>? PlainHttpHosts { get => Get<IReadOnlyList<string>>(); set => Set(value); }

    /// <summary>
    /// For development: false adds host and port of <see cref="Authority"/> and <see cref="MetadataAddress"/> to <see cref="PlainHttpHosts"/>,
    /// true refuses an authority, a key set or metadata in plain http. Null for not set.
    /// </summary>
    public bool? RequireHttpsMetadata { get => GetValue<bool>(); set => Set(value); }

    /// <summary>
    /// <see cref="RemoteJwksOptions.RequestTimeout"/>, by JwtBearer's name. A longer one lengthens <see cref="RemoteJwksOptions.Cooldown"/>
    /// as far as that must follow. Null for what the options say.
    /// </summary>
    public TimeSpan? BackchannelTimeout { get => GetValue<TimeSpan>(); set => Set(value); }

    /// <summary><see cref="RemoteJwksOptions.Cooldown"/>, by JwtBearer's name. Null for what the options say.</summary>
    public TimeSpan? RefreshInterval { get => GetValue<TimeSpan>(); set => Set(value); }

    /// <summary>The option <c>NameClaimType</c> of a scheme. Null for what code sets there.</summary>
    public string? NameClaimType { get => Get<string>(); set => Set(value); }

    /// <summary>The option <c>NameClaimPath</c> of a scheme: names of nested objects. Null for what code sets there.</summary>
    public IReadOnlyList<string>? NameClaimPath { get => Get<IReadOnlyList<string>>(); set => Set(value); }

    /// <summary>The option <c>RoleClaimType</c> of a scheme. Null for what code sets there.</summary>
    public string? RoleClaimType { get => Get<string>(); set => Set(value); }

    /// <summary>The option <c>RoleClaimPath</c> of a scheme: names of nested objects. Null for what code sets there.</summary>
    public IReadOnlyList<string>? RoleClaimPath { get => Get<IReadOnlyList<string>>(); set => Set(value); }

    /// <summary>The option <c>SaveToken</c> of a scheme. Null for what code sets there.</summary>
    public bool? SaveToken { get => GetValue<bool>(); set => Set(value); }

    /// <summary>
    /// Lets a host start in Production whose container has a verifier of JwtCore.Testing as its <see cref="ITokenVerifier"/>. In code
    /// alone; false by default. A scheme has an option of its own.
    /// </summary>
    public bool AllowTestVerifier { get; set; }

    /// <summary>Where these settings stand when code does not set them.</summary>
    internal SettingsLocation Place { get; set; } = SettingsLocation.Default;

    /// <summary>The keys of <c>dotnet user-jwts</c>, for whichever issuers.</summary>
    internal IReadOnlyList<UserJwtsKey> SigningKeys { get; set; } = [];

    /// <summary>What was found that is no setting or cannot be honoured, or null.</summary>
    internal string? Unknown { get; set; }

    /// <summary>The place of <see cref="Unknown"/>.</summary>
    internal string? UnknownAt { get; set; }

    /// <summary>Code has set something.</summary>
    internal bool HasCode { get; private set; }

    /// <summary>Nobody has said anything about which tokens to accept.</summary>
    internal bool IsEmpty => !HasCode && Unknown is null && Found.TrueForAll(found => SettingTable.Of(found.Name).IsOfScheme) && SigningKeys.Count == 0;

    /// <summary>All that the sources have, also what another one wins over.</summary>
    internal List<FoundSetting> Found { get; } = [];

    /// <summary>What was found that changes nothing, each a sentence for the log.</summary>
    internal List<string> Idle { get; } = [];

    /// <summary>
    /// Reads each setting from the first that has it: the section <c>JwtCore</c>, the section
    /// <c>Authentication:Schemes:Bearer</c>, the environment (<c>JWTCORE_PUBLIC_KEY</c> and so on). What is wrong there is
    /// said by <see cref="ToPolicies"/>, unless code sets that setting.
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
    /// The one policy of these settings, with the strict defaults for everything that has no setting. Keys are read and checked
    /// here; nothing is fetched.
    /// </summary>
    /// <param name="remote">How to fetch keys. Null for the defaults.</param>
    /// <returns>A policy that a verifier takes; its keys, when a <see cref="RemoteJwks"/>, are the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">
    /// A setting is missing, wrong, unknown or contradicts another; the message names it and where it is from. Or there are several
    /// policies: then ask for <see cref="ToPolicies"/>.
    /// </exception>
    public VerificationPolicy ToPolicy(RemoteJwksOptions? remote = null)
    {
        IReadOnlyList<VerificationPolicy> policies = ToPolicies(remote);
        if (policies.Count == 1)
        {
            return policies[0];
        }

        SettingsPolicy.Dispose(policies);
        throw new ArgumentException($"The settings make {policies.Count} policies, because {Place.SchemeSection}:{BearerKeys.SigningKeys} has keys for issuers of their own. Take all of them from {nameof(ToPolicies)}.");
    }

    /// <summary>
    /// The policies of these settings: one, and one more for each key of <c>Authentication:Schemes:Bearer:SigningKeys</c> whose
    /// issuer is accepted, for that issuer alone.
    /// </summary>
    /// <param name="remote">How to fetch keys. Null for the defaults.</param>
    /// <returns>Policies that one verifier takes; a <see cref="RemoteJwks"/> in them is the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">A setting is missing, wrong, unknown or contradicts another; the message names it and where it is from.</exception>
    public IReadOnlyList<VerificationPolicy> ToPolicies(RemoteJwksOptions? remote = null) => SettingsPolicy.Make(this, remote);

    /// <summary>The setting of a name, with where it is from.</summary>
    internal Setting<object> Of(string name) => _settings.GetValueOrDefault(name);

    /// <summary>The same, of a type.</summary>
    internal Setting<T> Of<T>(string name)
        where T : class => Of(name) is { Origin: string origin } setting ? new(origin, (T?)setting.Value, setting.Refusal) : default;

    /// <summary>The value of a type; null when there is none.</summary>
    /// <exception cref="ArgumentException">The setting is refused.</exception>
    internal T? Checked<T>(string name)
        where T : class => Of<T>(name).Checked();

    /// <summary>Takes what a source has.</summary>
    internal void Put(string name, Setting<object> setting) => _settings[name] = setting;

    private T? Get<T>([CallerMemberName] string name = "")
        where T : class => (T?)Of(name).Value;

    private T? GetValue<T>([CallerMemberName] string name = "")
        where T : struct => (T?)Of(name).Value;

    private void Set(object? value, [CallerMemberName] string name = "")
    {
        HasCode = true;
        Put(name, new($"{nameof(JwtCoreSettings)}.{name}", value));
    }
}
