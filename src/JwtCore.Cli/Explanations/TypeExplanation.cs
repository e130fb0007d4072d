using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Explains a <c>typ</c> that is not accepted: often a token of another kind.</summary>
internal static class TypeExplanation
{
    public static Explanation Of(Refusal refusal)
    {
        JsonElement typ = refusal.Header("typ");
        VerificationPolicy policy = refusal.Policy;
        return new Explanation(refusal.Error)
        {
            Expected = $"typ: {(policy.Types is not null ? $"one of {ValueText.Of(policy.Types)}" : OfProfile(policy.Profile))}",
            Found = ValueText.OfMember("typ", typ),
            Hint = HintOf(policy, typ),
        };
    }

    private static string OfProfile(TokenProfile profile) => profile switch
    {
        TokenProfile.AccessToken => "\"at+jwt\"",
        TokenProfile.LogoutToken => "\"logout+jwt\"",
        _ => "none, \"JWT\" or \"at+jwt\"",
    };

    private static string HintOf(VerificationPolicy policy, JsonElement typ)
    {
        string? kind = typ.ValueKind == JsonValueKind.String ? Kind(typ.GetString()!) : null;
        return (kind, policy.Profile) switch
        {
            (string, _) => $"The token is {kind}: have the client send the right one.",
            (_, TokenProfile.AccessToken) => "Access tokens by RFC 9068 have at+jwt. For an issuer that does not follow it, leave out --profile.",
            (_, TokenProfile.LogoutToken) => "Logout tokens have logout+jwt. For an issuer that sends none, use --any-typ.",
            (_, TokenProfile.McpResource) => "Have the issuer send typ JWT or at+jwt, or none.",
            _ when typ.ValueKind == JsonValueKind.Undefined => "Have the issuer set typ, or leave out --typ.",
            _ => $"If such tokens are wanted, give --typ {SafeJson.Text(typ)}.",
        };
    }

    // RFC 9449 section 4.2, OpenID Connect Back-Channel Logout 1.0 section 2.4, RFC 8417 section 2.3, RFC 9101 section 10.8.
    private static string? Kind(string typ) => typ.ToUpperInvariant().Replace("APPLICATION/", null, StringComparison.Ordinal) switch
    {
        "DPOP+JWT" => "a DPoP proof",
        "LOGOUT+JWT" => "a logout token",
        "SECEVENT+JWT" => "a security event",
        "OAUTH-AUTHZ-REQ+JWT" => "an authorization request",
        _ => null,
    };
}
