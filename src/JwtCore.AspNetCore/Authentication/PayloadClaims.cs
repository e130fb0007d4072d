using System.Security.Claims;
using System.Text.Json;

namespace JwtCore.AspNetCore;

/// <summary>
/// The members of a payload as claims under their own names. An array is one claim for each element; a null is no claim.
/// </summary>
internal static class PayloadClaims
{
    // What ASP.NET Core's users know these types by.
    private const string Json = "JSON";
    private const string JsonArray = "JSON_ARRAY";

    public static IEnumerable<Claim> Read(JsonElement payload, string issuer, ClaimsIdentity subject)
    {
        foreach (JsonProperty member in payload.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Array)
            {
                if (Make(member.Name, member.Value, issuer, subject) is Claim claim)
                {
                    yield return claim;
                }

                continue;
            }

            foreach (JsonElement element in member.Value.EnumerateArray())
            {
                if (Make(member.Name, element, issuer, subject) is Claim claim)
                {
                    yield return claim;
                }
            }
        }
    }

    /// <summary>Adds the value of one member as claims of a type.</summary>
    public static void Add(List<Claim> claims, string type, JsonElement value, string issuer, ClaimsIdentity subject)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(Make(type, value, issuer, subject));
            return;
        }

        foreach (JsonElement element in value.EnumerateArray())
        {
            Add(Make(type, element, issuer, subject));
        }

        void Add(Claim? claim)
        {
            if (claim is not null)
            {
                claims.Add(claim);
            }
        }
    }

    private static Claim? Make(string type, JsonElement value, string issuer, ClaimsIdentity subject)
    {
        (string? text, string valueType) = value.ValueKind switch
        {
            JsonValueKind.String => (value.GetString(), ClaimValueTypes.String),
            JsonValueKind.True => ("true", ClaimValueTypes.Boolean),
            JsonValueKind.False => ("false", ClaimValueTypes.Boolean),
            JsonValueKind.Number => (value.GetRawText(), NumberType(value)),
            JsonValueKind.Object => (value.GetRawText(), Json),
            JsonValueKind.Array => (value.GetRawText(), JsonArray),
            _ => (null, ""),
        };
        return text is null ? null : new Claim(type, text, valueType, issuer, issuer, subject);
    }

    private static string NumberType(JsonElement number) =>
        number.TryGetInt32(out _) ? ClaimValueTypes.Integer
        : number.TryGetInt64(out _) ? ClaimValueTypes.Integer64
        : ClaimValueTypes.Double;
}
