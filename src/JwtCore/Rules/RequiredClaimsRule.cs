using System.Text.Json;
using JwtCore.Claims;

namespace JwtCore.Rules;

/// <summary>Claims that must be there, with any value but null or with one of several. Immutable.</summary>
internal sealed class RequiredClaimsRule
{
    private readonly int[] _claims;
    private readonly ExpectedTexts[] _values;
    private readonly bool _needsIssuedAt;

    /// <param name="claims">The claims by number.</param>
    /// <param name="values">What each must be.</param>
    /// <param name="needsIssuedAt">Another rule needs <c>iat</c>.</param>
    public RequiredClaimsRule(int[] claims, IEnumerable<ExpectedTexts> values, bool needsIssuedAt)
    {
        _claims = claims;
        _values = [.. values];
        _needsIssuedAt = needsIssuedAt;
    }

    public VerifyError Check(in ClaimReader reader) => FindMissing(reader) == ClaimFaults.NoClaim ? VerifyError.None : VerifyError.RequiredClaimMissing;

    /// <summary>The first claim that is missing or has a value which is not accepted, or none.</summary>
    public int FindMissing(in ClaimReader reader)
    {
        if (_needsIssuedAt && !reader.TryGet(ClaimNames.IssuedAt, out _))
        {
            return ClaimNames.IssuedAt;
        }

        for (int i = 0; i < _claims.Length; i++)
        {
            if (!reader.TryGet(_claims[i], out ReadOnlySpan<byte> json) || !IsExpected(json, _values[i]))
            {
                return _claims[i];
            }
        }

        return ClaimFaults.NoClaim;
    }

    /// <summary>Whether a value is one that is accepted.</summary>
    /// <param name="json">The value. A string is compared by its text, true, false and a number as written; of an array of strings one must match.</param>
    /// <param name="expected">The accepted values.</param>
    public static bool IsExpected(ReadOnlySpan<byte> json, ExpectedTexts expected)
    {
        ClaimValue value = new(json);
        return value.Kind switch
        {
            JsonValueKind.Null => false,
            _ when expected.IsAny => true,
            JsonValueKind.String => expected.ContainsJson(ClaimReader.Content(json)),
            JsonValueKind.Array => ContainsExpected(json, expected),
            JsonValueKind.Object => false,
            _ => expected.Contains(json),
        };
    }

    private static bool ContainsExpected(ReadOnlySpan<byte> json, ExpectedTexts expected)
    {
        if (!ClaimReader.IsArrayOfStrings(json, out _))
        {
            return false;
        }

        Utf8JsonReader items = new(json);
        items.Read();
        while (items.Read() && items.TokenType == JsonTokenType.String)
        {
            if (expected.ContainsJson(items.ValueSpan))
            {
                return true;
            }
        }

        return false;
    }
}
