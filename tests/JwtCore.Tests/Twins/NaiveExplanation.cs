using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace JwtCore.Tests.Twins;

/// <summary>Which claim an error is about and what is wrong with it, looked up in whole JSON values.</summary>
internal static class NaiveExplanation
{
    private static readonly BigInteger LeastMilliseconds = BigInteger.Pow(10, 12);
    private static readonly BigInteger MostMilliseconds = 253_402_300_799_999;

    public static (string? Claim, ClaimFault Fault) Of(VerifyError error, VerificationPolicy policy, JsonElement claims) => error switch
    {
        VerifyError.ClaimMalformed => OfMalformed(policy, claims),
        VerifyError.IssuerMismatch => ("iss", Missing(claims, "iss")),
        VerifyError.AudienceMismatch => (policy.AudienceClaim, Missing(claims, policy.AudienceClaim)),
        VerifyError.ExpirationMissing => ("exp", ClaimFault.Missing),
        VerifyError.Expired or VerifyError.LifetimeTooLong => ("exp", ClaimFault.None),
        VerifyError.NotYetValid => ("nbf", ClaimFault.None),
        VerifyError.IssuedInFuture or VerifyError.TooOld => ("iat", ClaimFault.None),
        VerifyError.ProofOfPossessionRequired => ("cnf", ClaimFault.None),
        _ => (null, ClaimFault.None),
    };

    private static ClaimFault Missing(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out JsonElement value) && value.ToString() != "" ? ClaimFault.None : ClaimFault.Missing;

    // In the order in which the claims are read.
    private static (string? Claim, ClaimFault Fault) OfMalformed(VerificationPolicy policy, JsonElement claims)
    {
        foreach (string name in new[] { "iss", "sub", "jti", "aud", "exp", "nbf", "iat", policy.AudienceClaim })
        {
            ClaimFault fault = !claims.TryGetProperty(name, out JsonElement value) ? ClaimFault.None
                : name is "exp" or "nbf" or "iat" ? OfDate(name, value, policy)
                : name == "aud" || name == policy.AudienceClaim ? OfAudience(value, mayBeEmpty: policy.Audience.IsAny || name != policy.AudienceClaim)
                : value.ValueKind == JsonValueKind.String || (name == "sub" && value.ValueKind == JsonValueKind.Number && policy.Tolerate.HasFlag(Tolerance.NumericSubject)) ? ClaimFault.None
                : ClaimFault.WrongType;
            if (fault != ClaimFault.None)
            {
                return (name, fault);
            }
        }

        return (null, ClaimFault.None);
    }

    private static ClaimFault OfAudience(JsonElement value, bool mayBeEmpty) => value.ValueKind switch
    {
        JsonValueKind.String => ClaimFault.None,
        JsonValueKind.Array when value.GetArrayLength() == 0 => mayBeEmpty ? ClaimFault.None : ClaimFault.EmptyList,
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => ClaimFault.None,
        _ => ClaimFault.WrongType,
    };

    private static ClaimFault OfDate(string name, JsonElement value, VerificationPolicy policy)
    {
        bool allowsText = policy.Tolerate.HasFlag(Tolerance.StringDates);
        if ((name == "exp" ? NaiveDate.ReadExpiration(value, allowsText, policy.Tolerate.HasFlag(Tolerance.DistantExpiration)) : NaiveDate.Read(value, allowsText)) is not null)
        {
            return ClaimFault.None;
        }

        string text = value.ValueKind == JsonValueKind.String ? value.GetRawText()[1..^1] : value.GetRawText();
        return !Regex.IsMatch(text, "\\A-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?\\z") || (value.ValueKind == JsonValueKind.String && !allowsText) ? ClaimFault.WrongType
            : text[0] == '-' ? ClaimFault.Negative
            : text.Length <= 64 && IsMilliseconds(text) ? ClaimFault.LooksLikeMilliseconds
            : ClaimFault.OutOfRange;
    }

    private static bool IsMilliseconds(string text)
    {
        double number = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        return double.IsFinite(number) && number >= (double)LeastMilliseconds && number <= (double)MostMilliseconds;
    }
}
