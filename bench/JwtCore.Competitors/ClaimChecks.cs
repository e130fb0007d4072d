using System.Text.Json;

namespace JwtCore.Competitors;

/// <summary>The checks of a claims set that a library leaves to its caller, written as a careful caller would.</summary>
internal static class ClaimChecks
{
    public static bool Pass(ReadOnlyMemory<byte> payload, Setup setup)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        JsonElement claims = document.RootElement;
        double now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        double skew = Setup.ClockSkew.TotalSeconds;
        return claims.TryGetProperty("iss"u8, out JsonElement issuer) && issuer.ValueEquals(setup.Issuer)
            && claims.TryGetProperty("aud"u8, out JsonElement audience) && Names(audience, setup.Audience)
            && claims.TryGetProperty("exp"u8, out JsonElement expires) && now < expires.GetDouble() + skew
            && (!claims.TryGetProperty("nbf"u8, out JsonElement from) || now >= from.GetDouble() - skew);
    }

    private static bool Names(JsonElement audience, string expected)
    {
        if (audience.ValueKind != JsonValueKind.Array)
        {
            return audience.ValueEquals(expected);
        }

        foreach (JsonElement one in audience.EnumerateArray())
        {
            if (one.ValueEquals(expected))
            {
                return true;
            }
        }

        return false;
    }
}
