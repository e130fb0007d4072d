using System.Numerics;
using System.Text.Json;

namespace JwtCore.Tests.Twins;

/// <summary>Claims that come without a token, on whole JSON values: what <see cref="TokenClaims.FromJson"/> must agree with.</summary>
internal static class NaiveClaims
{
    /// <summary>What the claims say, in one text; null when they are refused.</summary>
    public static string? Read(byte[] json)
    {
        if (json.Length > 16_384 || NaiveJson.ParseObject(json) is not JsonElement claims)
        {
            return null;
        }

        bool hasAudiences = claims.TryGetProperty("aud", out JsonElement audience);
        string?[]? audiences = !hasAudiences ? [] : audience.ValueKind switch
        {
            JsonValueKind.String => [audience.GetString()],
            JsonValueKind.Array when audience.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. audience.EnumerateArray().Select(item => item.GetString())],
            _ => null,
        };
        bool areTexts = new[] { "iss", "sub", "jti" }.All(name => !claims.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.String);
        if (!areTexts || audiences is null || !TryDate("exp", out string exp) || !TryDate("nbf", out string nbf) || !TryDate("iat", out string iat))
        {
            return null;
        }

        string? client = new[] { "client_id", "azp" }.Select(Text).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        IEnumerable<string> scopes = NaiveRules.ReadScopes(claims, "scope").Concat(NaiveRules.ReadScopes(claims, "scp"));
        return $"{Text("iss")}|{Text("sub")}|{Text("jti")}|{client}|{string.Join(',', audiences)}|{string.Join(',', scopes)}|{exp}|{nbf}|{iat}";

        string? Text(string name) => claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        bool TryDate(string name, out string date)
        {
            date = "";
            if (!claims.TryGetProperty(name, out JsonElement value))
            {
                return true;
            }

            (BigInteger Floor, BigInteger Ceiling)? ticks = name == "exp" ? NaiveDate.ReadExpiration(value) : NaiveDate.Read(value);
            date = ticks is null ? "" : $"{BigInteger.Min(ticks.Value.Floor, DateTimeOffset.MaxValue.Ticks - DateTime.UnixEpoch.Ticks)}";
            return ticks is not null;
        }
    }

    /// <summary>The same of claims that were read.</summary>
    public static string Text(TokenClaims claims) =>
        $"{claims.Issuer}|{claims.Subject}|{claims.JwtId}|{claims.ClientId}|{string.Join(',', claims.Audiences)}|{string.Join(',', claims.Scopes)}|{Ticks(claims.ExpiresAt)}|{Ticks(claims.NotBefore)}|{Ticks(claims.IssuedAt)}";

    private static string Ticks(DateTimeOffset? date) => date is null ? "" : $"{date.Value.UtcTicks - DateTime.UnixEpoch.Ticks}";
}
