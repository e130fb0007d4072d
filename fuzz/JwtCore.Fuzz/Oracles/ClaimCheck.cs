using System.Text;
using System.Text.Json;

namespace JwtCore.Fuzz.Oracles;

/// <summary>Holds every claim of an accepted token against the platform's reader.</summary>
internal static class ClaimCheck
{
    // An object with more members would take the time of the whole run.
    private const int MostClaims = 64;

    public static void Run(in VerifiedToken token)
    {
        byte[] payload = token.Payload.ToArray();
        foreach (JsonProperty expected in JsonElement.Parse(payload).EnumerateObject().Take(MostClaims))
        {
            Guard.Require(token.TryGetClaim(Encoding.UTF8.GetBytes(expected.Name), out ClaimValue claim), $"claim {expected.Name} is not found");
            JsonElement value = expected.Value;
            Guard.Require(claim.Kind == value.ValueKind, $"claim {expected.Name} is {claim.Kind}");
            Guard.Require(Encoding.UTF8.GetString(claim.Json) == value.GetRawText(), $"claim {expected.Name} has another text");
            Guard.Require(claim.GetString() == (value.ValueKind == JsonValueKind.String ? value.GetString() : null), $"claim {expected.Name} reads otherwise");
        }

        Guard.Require(!token.TryGetClaim("no such claim"u8, out _) || JsonElement.Parse(payload).TryGetProperty("no such claim", out _), "a claim is found that is not there");
    }
}
