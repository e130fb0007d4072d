using System.Text.Json;

namespace JwtCore.Rules;

/// <summary>The claims that mark a token that a client got for itself, without a user. Immutable.</summary>
internal sealed class ClientOnlyRule
{
    private const string Name = "ClientOnlyClaims";

    private readonly (string Claim, Expected? Value)[] _claims;

    /// <exception cref="ArgumentException">A claim has no name, or an expected value is empty.</exception>
    public ClientOnlyRule(IReadOnlyDictionary<string, Expected?> claims)
    {
        foreach ((string claim, Expected? value) in claims)
        {
            if (string.IsNullOrEmpty(claim))
            {
                throw new RefusedArgumentException(Name, "has an entry without a name.");
            }

            _ = value is null ? null : new ExpectedTexts(value, Name);
        }

        _claims = [.. claims.Select(entry => (entry.Key, entry.Value))];
    }

    /// <summary>Whether a token is marked: never without claims, and never with a scope, which a user consented to.</summary>
    public bool IsMetBy(JsonElement payload, int scopes) =>
        _claims.Length > 0 && scopes == 0 && Array.TrueForAll(_claims, claim => IsMetBy(payload, claim.Claim, claim.Value));

    // A null counts as absent, as it does for required claims.
    private static bool IsMetBy(JsonElement payload, string claim, Expected? expected)
    {
        bool isPresent = payload.TryGetProperty(claim, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
        return expected is null ? !isPresent : isPresent && (expected.IsAny || IsExpected(value, expected));
    }

    // A string is compared by its text, true, false and a number as written; of an array of strings one must match.
    private static bool IsExpected(JsonElement value, Expected expected) => value.ValueKind switch
    {
        JsonValueKind.String => expected.Contains(value.GetString(), StringComparer.Ordinal),
        JsonValueKind.Object => false,
        JsonValueKind.Array => value.EnumerateArray().All(element => element.ValueKind == JsonValueKind.String)
            && value.EnumerateArray().Any(element => expected.Contains(element.GetString(), StringComparer.Ordinal)),
        _ => expected.Contains(value.GetRawText(), StringComparer.Ordinal),
    };
}
