using System.Numerics;
using System.Text.Json;

namespace JwtCore.Tests.Twins;

/// <summary>The rules about claims, on whole JSON values: step 6 of the pipeline.</summary>
internal sealed class NaiveRules(VerificationPolicy policy, DateTimeOffset now)
{
    public VerifyError Check(JsonElement header, JsonElement claims, Jwk key)
    {
        string[]? audiences = null, ownAudiences = null;
        (BigInteger Floor, BigInteger Ceiling)? exp = null, nbf = null, iat = null;
        bool wellFormed = new[] { "iss", "jti" }.All(name => !claims.Has(name) || claims.IsString(name))
            && (!claims.Has("sub") || claims.IsString("sub") || (Tolerates(Tolerance.NumericSubject) && claims.GetProperty("sub").ValueKind == JsonValueKind.Number))
            && ReadDate("exp", ref exp) && ReadDate("nbf", ref nbf) && ReadDate("iat", ref iat)
            && ReadAudiences(claims, "aud", ref ownAudiences)
            && ReadAudiences(claims, policy.AudienceClaim, ref audiences)
            && NaiveProfile.IsWellFormed(policy.Profile, claims);
        if (!wellFormed)
        {
            return VerifyError.ClaimMalformed;
        }

        string? issuer = claims.IsString("iss") ? claims.GetProperty("iss").GetString() : null;
        string? tenantId = claims.IsString("tid") ? claims.GetProperty("tid").GetString() : null;
        BigInteger time = now.UtcTicks - DateTime.UnixEpoch.Ticks;
        BigInteger skew = policy.ClockSkew.Ticks;
        bool needsIssuedAt = policy.MaxAge is not null || policy.MaxLifetime is not null;
        return !IsTypeAccepted(header) || !NaiveProfile.IsOfItsKind(policy.Profile, claims) ? VerifyError.TypeMismatch
            : !NaiveIssuer.IsExpected(issuer, policy.Issuer, tenantId) || !NaiveIssuer.IsBound(issuer, key.Issuer, tenantId) ? VerifyError.IssuerMismatch
            : !policy.Audience.IsAny && !policy.Audience.Intersect(audiences ?? []).Any() ? VerifyError.AudienceMismatch
            : exp is null && !Tolerates(Tolerance.MissingExpiration) ? VerifyError.ExpirationMissing
            : exp is not null && time >= exp.Value.Floor + skew ? VerifyError.Expired
            : nbf is not null && time < nbf.Value.Ceiling - skew ? VerifyError.NotYetValid
            : iat is not null && iat.Value.Ceiling > time + skew ? VerifyError.IssuedInFuture
            : iat is not null && policy.MaxAge is TimeSpan age && time - iat.Value.Floor - skew > age.Ticks ? VerifyError.TooOld
            : iat is not null && exp is not null && policy.MaxLifetime is TimeSpan life && exp.Value.Ceiling - iat.Value.Floor > life.Ticks ? VerifyError.LifetimeTooLong
            : !policy.RequiredHeaders.All(required => IsThere(header, required)) ? VerifyError.RequiredHeaderMissing
            : !NaiveProfile.IsComplete(policy.Profile, claims) || (needsIssuedAt && iat is null) || !policy.RequiredClaims.All(required => IsThere(claims, required)) ? VerifyError.RequiredClaimMissing
            : claims.Has("cnf") && !Tolerates(Tolerance.UnprovenPossession) ? VerifyError.ProofOfPossessionRequired
            : !HasRequiredScopes(claims) ? VerifyError.InsufficientScope
            : VerifyError.None;

        bool ReadDate(string name, ref (BigInteger Floor, BigInteger Ceiling)? date)
        {
            if (!claims.Has(name))
            {
                return true;
            }

            JsonElement value = claims.GetProperty(name);
            date = name == "exp"
                ? NaiveDate.ReadExpiration(value, Tolerates(Tolerance.StringDates), Tolerates(Tolerance.DistantExpiration))
                : NaiveDate.Read(value, Tolerates(Tolerance.StringDates));
            return date is not null;
        }
    }

    /// <summary>The scopes that a claim grants, in its order.</summary>
    public static string[] ReadScopes(JsonElement claims, string name)
    {
        if (!claims.Has(name))
        {
            return [];
        }

        JsonElement value = claims.GetProperty(name);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
                [.. value.EnumerateArray().Select(item => item.GetString()!)],
            _ => [],
        };
    }

    private bool Tolerates(Tolerance flag) => policy.Tolerate.HasFlag(flag);

    private bool HasRequiredScopes(JsonElement claims)
    {
        HashSet<string> granted = [.. policy.ScopeClaims.SelectMany(name => ReadScopes(claims, name))];
        while (policy.ImpliedScopes.Where(implied => granted.Contains(implied.Key)).SelectMany(implied => implied.Value).Except(granted).ToArray() is { Length: > 0 } more)
        {
            granted.UnionWith(more);
        }

        return policy.RequiredScopes.All(one => one.Intersect(granted).Any());
    }

    private bool IsTypeAccepted(JsonElement header)
    {
        Expected? expected = policy.Types ?? NaiveProfile.Types(policy.Profile);
        if (expected is { IsAny: true } || (expected is null && !header.Has("typ")))
        {
            return true;
        }

        string[] types = expected is null ? ["JWT", "at+jwt"] : [.. expected];
        return header.Has("typ") && types.Any(type => Short(type) == Short(header.GetProperty("typ").GetString()!));

        static string Short(string type)
        {
            string lower = new([.. type.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c)]);
            return lower.StartsWith("application/", StringComparison.Ordinal) && lower.Length > 12 && lower.Count(c => c == '/') == 1 ? lower[12..] : lower;
        }
    }

    private static bool IsThere(JsonElement claims, KeyValuePair<string, Expected> required) =>
        claims.TryGetProperty(required.Key, out JsonElement value)
        && value.ValueKind != JsonValueKind.Null
        && (required.Value.IsAny || value.ValueKind switch
        {
            JsonValueKind.Object => false,
            JsonValueKind.String => required.Value.Contains(value.GetString()),
            JsonValueKind.Array => value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                && value.EnumerateArray().Any(item => required.Value.Contains(item.GetString())),
            _ => required.Value.Contains(value.GetRawText()),
        });

    private bool ReadAudiences(JsonElement claims, string name, ref string[]? audiences)
    {
        if (!claims.Has(name))
        {
            return true;
        }

        JsonElement value = claims.GetProperty(name);
        audiences = value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) && (value.GetArrayLength() > 0 || policy.Audience.IsAny || name != policy.AudienceClaim) =>
                [.. value.EnumerateArray().Select(item => item.GetString()!)],
            _ => null,
        };
        return audiences is not null;
    }
}
