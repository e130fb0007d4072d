using JwtCore.Hosting;
using Microsoft.AspNetCore.Authentication;

namespace JwtCore.AspNetCore;

/// <summary>
/// What one authentication scheme accepts and how it answers. Tokens are judged by <see cref="Verifier"/>, or by
/// <see cref="Policies"/>; without either by the <see cref="ITokenVerifier"/> of the container, which counts for the scheme
/// Bearer alone, or else by <see cref="JwtCoreSettings"/> from configuration and environment. Checked when the host starts.
/// </summary>
public sealed class JwtCoreOptions : AuthenticationSchemeOptions
{
    /// <summary>The name of the scheme when none is given: <c>Bearer</c>.</summary>
    public const string DefaultScheme = SettingNames.DefaultScheme;

    /// <summary>Makes options with the defaults.</summary>
    public JwtCoreOptions() => Events = new JwtCoreEvents();

    /// <summary>What to accept, one policy for each issuer. Excludes <see cref="Verifier"/>. Remote keys in them are the caller's to dispose.</summary>
    public IList<VerificationPolicy> Policies { get; } = [];

    /// <summary>A verifier of the caller's own, a test double for instance. Excludes <see cref="Policies"/>. Null for none.</summary>
    public ITokenVerifier? Verifier { get; set; }

    /// <summary>
    /// How tokens are verified by <see cref="Policies"/> or settings. Null for the <see cref="JwtVerifierOptions"/> of the
    /// container or, when it has none, for the defaults with a <see cref="JwtVerifierOptions.Cache"/> of verified tokens and
    /// the clock of the scheme.
    /// </summary>
    public JwtVerifierOptions? VerifierOptions { get; set; }

    /// <summary>The claim behind <see cref="System.Security.Principal.IIdentity.Name"/>; <c>name</c> by default.</summary>
    public string NameClaimType { get; set; } = "name";

    /// <summary>The claim behind <see cref="System.Security.Claims.ClaimsPrincipal.IsInRole"/>; <c>roles</c> by default.</summary>
    public string RoleClaimType { get; set; } = "roles";

    /// <summary>The <c>realm</c> of challenges (RFC 9110 section 11.5): printable ASCII without quotes and backslashes. Null for none.</summary>
    public string? Realm { get; set; }

    /// <summary>
    /// Where the metadata of the protected resource is, an absolute address without user information that challenges name as
    /// <c>resource_metadata</c> (RFC 9728 section 5.1). Null for none.
    /// </summary>
    public Uri? ResourceMetadata { get; set; }

    /// <summary>
    /// What to call at each request. <see cref="AuthenticationSchemeOptions.EventsType"/>, a class derived from
    /// <see cref="JwtCoreEvents"/> that the container makes for each request, takes its place.
    /// </summary>
    public new JwtCoreEvents Events
    {
        get => (JwtCoreEvents)base.Events!;
        set => base.Events = value;
    }
}
