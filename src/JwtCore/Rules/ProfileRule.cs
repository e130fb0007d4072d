using System.Text.Json;
using JwtCore.Claims;

namespace JwtCore.Rules;

/// <summary>
/// What a profile demands of a token beyond the rest of the policy: access tokens RFC 9068 section 2.2, logout tokens
/// OpenID Connect Back-Channel Logout 1.0 section 2.6. Each check stands at the place that its error has. Immutable.
/// </summary>
internal sealed class ProfileRule
{
    private const int ClientId = 0;
    private const int Events = 0;
    private const int SessionId = 1;
    private const int Nonce = 2;

    private readonly TokenProfile _profile;
    private readonly int[] _claims;

    /// <param name="profile">The profile.</param>
    /// <param name="claims">The numbers of <see cref="ClaimsOf"/>.</param>
    public ProfileRule(TokenProfile profile, int[] claims)
    {
        _profile = profile;
        _claims = claims;
    }

    private static ReadOnlySpan<byte> LogoutEvent => "http://schemas.openid.net/event/backchannel-logout"u8;

    /// <summary>The claims, beyond the registered ones, that a profile reads.</summary>
    public static string[] ClaimsOf(TokenProfile profile) => profile switch
    {
        TokenProfile.AccessToken => ["client_id"],
        TokenProfile.LogoutToken => ["events", "sid", "nonce"],
        _ => [],
    };

    /// <summary>The types a token must have one of when the policy names none; null for the ordinary ones.</summary>
    public static Expected? DefaultTypes(TokenProfile profile) => profile switch
    {
        TokenProfile.AccessToken => Expected.OneOf("at+jwt"),
        TokenProfile.LogoutToken => Expected.OneOf("logout+jwt"),
        _ => null,
    };

    /// <summary>The types that a policy may name.</summary>
    public static Expected AllowedTypes(TokenProfile profile) => profile switch
    {
        TokenProfile.AccessToken => Expected.OneOf("at+jwt"),
        TokenProfile.McpResource => Expected.OneOf("JWT", "at+jwt"),
        TokenProfile.LogoutToken => Expected.OneOf("logout+jwt", "JWT"),
        _ => Expected.Any,
    };

    /// <summary>The claim that marks the token as one of another kind.</summary>
    public int ForeignClaim => _claims[Nonce];

    /// <summary>The profile's claims, where present, have the right types.</summary>
    public VerifyError CheckForm(in ClaimReader reader) => FindMalformed(reader) == ClaimFaults.NoClaim ? VerifyError.None : VerifyError.ClaimMalformed;

    /// <summary>The first of the profile's claims that has a wrong type, or none.</summary>
    public int FindMalformed(in ClaimReader reader) => _profile switch
    {
        // RFC 8693 section 4.3.
        TokenProfile.AccessToken when !IsTextIfPresent(reader, _claims[ClientId]) => _claims[ClientId],
        TokenProfile.LogoutToken when !IsTextIfPresent(reader, _claims[SessionId]) => _claims[SessionId],
        TokenProfile.LogoutToken when !IsEventIfPresent(reader) => _claims[Events],
        _ => ClaimFaults.NoClaim,
    };

    /// <summary>Nothing marks the token as one of another kind. OpenID Connect Back-Channel Logout 1.0 section 2.4: a nonce is an ID token's.</summary>
    public VerifyError CheckKind(in ClaimReader reader) =>
        _profile == TokenProfile.LogoutToken && reader.TryGet(_claims[Nonce], out _) ? VerifyError.TypeMismatch : VerifyError.None;

    /// <summary>The profile's claims are there. Those with errors of their own (iss, aud, exp) were judged before.</summary>
    public VerifyError CheckRequired(in ClaimReader reader) => FindMissing(reader) == ClaimFaults.NoClaim ? VerifyError.None : VerifyError.RequiredClaimMissing;

    /// <summary>The first of the profile's claims that is missing or empty, or none. A logout token may have <c>sid</c> in place of <c>sub</c>.</summary>
    public int FindMissing(in ClaimReader reader) => _profile switch
    {
        TokenProfile.AccessToken when !Has(reader, ClaimNames.Subject) => ClaimNames.Subject,
        TokenProfile.AccessToken when !Has(reader, _claims[ClientId]) => _claims[ClientId],
        TokenProfile.AccessToken or TokenProfile.LogoutToken when !Has(reader, ClaimNames.IssuedAt) => ClaimNames.IssuedAt,
        TokenProfile.AccessToken or TokenProfile.LogoutToken when !Has(reader, ClaimNames.JwtId) => ClaimNames.JwtId,
        TokenProfile.LogoutToken when !Has(reader, ClaimNames.Subject) && !Has(reader, _claims[SessionId]) => ClaimNames.Subject,
        TokenProfile.LogoutToken when !HasEvent(reader) => _claims[Events],
        _ => ClaimFaults.NoClaim,
    };

    // An empty text names nobody and nothing.
    private static bool Has(in ClaimReader reader, int claim) =>
        reader.TryGet(claim, out ReadOnlySpan<byte> json) && !json.SequenceEqual("\"\""u8);

    private static bool IsTextIfPresent(in ClaimReader reader, int claim) =>
        !reader.TryGet(claim, out ReadOnlySpan<byte> json) || ClaimReader.IsString(json);

    private bool IsEventIfPresent(in ClaimReader reader) =>
        !reader.TryGet(_claims[Events], out ReadOnlySpan<byte> events)
        || (events[0] == '{' && FindMember(events, LogoutEvent) is JsonTokenType.None or JsonTokenType.StartObject);

    private bool HasEvent(in ClaimReader reader) =>
        reader.TryGet(_claims[Events], out ReadOnlySpan<byte> events) && FindMember(events, LogoutEvent) == JsonTokenType.StartObject;

    // What the value of a member of an object begins with; None when there is no such member.
    private static JsonTokenType FindMember(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isFound = reader.ValueTextEquals(name);
            reader.Read();
            if (isFound)
            {
                return reader.TokenType;
            }

            reader.Skip();
        }

        return JsonTokenType.None;
    }
}
