using System.Runtime.InteropServices;
using System.Text.Json;

namespace JwtCore.Rules;

/// <summary>The claims that mark a token that a client got for itself, without a user. Immutable.</summary>
internal sealed class ClientOnlyRule
{
    private const string Name = "ClientOnlyClaims";

    private readonly (string Name, ExpectedTexts? Values)[] _claims;

    /// <exception cref="ArgumentException">A claim has no name, or an expected value is empty.</exception>
    public ClientOnlyRule(IReadOnlyDictionary<string, Expected?> claims)
    {
        if (claims.Keys.Any(string.IsNullOrEmpty))
        {
            throw new RefusedArgumentException(Name, "has an entry without a name.");
        }

        _claims = [.. claims.Select(entry => (entry.Key, entry.Value is null ? null : new ExpectedTexts(entry.Value, Name)))];
    }

    /// <summary>Whether no claims mark a token.</summary>
    public bool IsEmpty => _claims.Length == 0;

    /// <summary>Whether the claims of a payload mark it.</summary>
    public bool IsMetBy(JsonElement payload)
    {
        foreach ((string name, ExpectedTexts? values) in _claims)
        {
            if (!IsMetBy(payload, name, values))
            {
                return false;
            }
        }

        return !IsEmpty;
    }

    // A null counts as absent, as it does for required claims.
    private static bool IsMetBy(JsonElement payload, string name, ExpectedTexts? values) =>
        payload.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? values is not null && RequiredClaimsRule.IsExpected(JsonMarshal.GetRawUtf8Value(value), values)
            : values is null;
}
