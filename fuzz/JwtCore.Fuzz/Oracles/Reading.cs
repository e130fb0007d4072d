using System.Text;
using System.Text.Json;
using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Oracles;

/// <summary>Everything that a good token says, as one text, so that what different calls hand out can be compared.</summary>
internal static class Reading
{
    private const string Absent = "-";

    public static string Of(in VerifiedToken token) => Join(
        Text(token.Issuer), Text(token.Subject), Text(token.ClientId), Text(token.JwtId),
        List(token.Audiences), List(token.Scopes),
        Date(token.ExpiresAt), Date(token.NotBefore), Date(token.IssuedAt), Object(token.Payload));

    public static string Of(TokenClaims claims) => Join(
        claims.Issuer ?? Absent, claims.Subject ?? Absent, claims.ClientId ?? Absent, claims.JwtId ?? Absent,
        Join([.. claims.Audiences]), Join([.. claims.Scopes]),
        Date(claims.ExpiresAt), Date(claims.NotBefore), Date(claims.IssuedAt), claims.Payload.GetRawText());

    /// <summary>What a token must say that was accepted under a policy.</summary>
    /// <param name="payload">The decoded payload.</param>
    /// <param name="policy">The policy.</param>
    public static string Expected(byte[] payload, VerificationPolicy policy)
    {
        JsonElement claims = JsonElement.Parse(payload);
        bool allowsText = policy.Tolerate.HasFlag(Tolerance.StringDates);
        string? client = policy.ClientIdClaims.Select(name => TextOf(name)).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        return Join(
            TextOf("iss") ?? Absent, TextOf("sub") ?? NumberOf("sub") ?? Absent, client ?? Absent, TextOf("jti") ?? Absent,
            Join(Audiences()), Join([.. policy.ScopeClaims.SelectMany(name => NaiveRules.ReadScopes(claims, name))]),
            DateOf("exp"), DateOf("nbf"), DateOf("iat"), Object(payload));

        string? TextOf(string name) => claims.IsString(name) ? claims.GetProperty(name).GetString() : null;

        string? NumberOf(string name) => claims.Has(name) ? claims.GetProperty(name).GetRawText() : null;

        string[] Audiences() => !claims.Has("aud") ? []
            : claims.IsString("aud") ? [TextOf("aud")!]
            : [.. claims.GetProperty("aud").EnumerateArray().Select(item => item.GetString()!)];

        string DateOf(string name) => claims.Has(name)
            ? Date(DateTimeOffset.UnixEpoch.AddTicks((long)NaiveDate.Read(claims.GetProperty(name), allowsText)!.Value.Floor))
            : Absent;
    }

    // An element is its object alone, without the space that may stand around it (RFC 8259 section 2).
    private static string Object(ReadOnlySpan<byte> payload) => Encoding.UTF8.GetString(payload).Trim(' ', '\t', '\n', '\r');

    private static string Text(Utf8Text text) => text.IsPresent ? text.ToString() : Absent;

    private static string Date(DateTimeOffset? date) => date?.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Absent;

    private static string List(Utf8List list)
    {
        List<string> items = [];
        foreach (Utf8Text item in list)
        {
            items.Add(item.ToString());
        }

        return Join([.. items]);
    }

    // The parts are told apart by a character that no JSON text can hold.
    private static string Join(params string[] parts) => string.Join('\u0001', parts);
}
