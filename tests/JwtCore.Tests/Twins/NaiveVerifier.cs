using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Twins;

/// <summary>
/// The same verdicts as <see cref="JwtVerifier"/>, written for clarity with strings, exceptions and LINQ: what the
/// pipeline must agree with. It shares the checked keys with the core, and nothing else.
/// </summary>
internal sealed class NaiveVerifier(VerificationPolicy policy, DateTimeOffset now, Limits limits)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public VerifyError Verify(string token)
    {
        if (token.Length > limits.TokenBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        string[] segments = token.Split('.');
        if (token.Any(c => c != '.' && !Alphabet.Contains(c)))
        {
            return VerifyError.NotCompactJws;
        }

        if (segments.Length != 3 || segments[0] == "" || segments[1] == "")
        {
            return segments.Length == 5 ? VerifyError.EncryptedTokenNotSupported : VerifyError.NotCompactJws;
        }

        if (segments[0].Length > limits.HeaderBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        VerifyError error = ReadHeader(segments[0], out JsonElement header);
        if (error != VerifyError.None)
        {
            return error;
        }

        JwtAlgorithm algorithm = Enum.Parse<JwtAlgorithm>(header.GetProperty("alg").GetString()!);
        error = SelectKeys(header, algorithm, out Jwk[] keys);
        if (error != VerifyError.None)
        {
            return error;
        }

        byte[]? signature = Decode(segments[2]);
        byte[] input = Encoding.ASCII.GetBytes($"{segments[0]}.{segments[1]}");
        if (signature is null || !keys.Any(key => VerifySignature(key.Material, algorithm, input, signature)))
        {
            return VerifyError.SignatureInvalid;
        }

        return Decode(segments[1]) is byte[] json && NaiveJson.ParseObject(json, limits.JsonDepth) is JsonElement claims
            ? CheckClaims(header, claims)
            : VerifyError.PayloadMalformed;
    }

    private VerifyError ReadHeader(string segment, out JsonElement header)
    {
        header = default;
        if (Decode(segment) is not byte[] json || NaiveJson.ParseObject(json, limits.JsonDepth) is not JsonElement read)
        {
            return VerifyError.HeaderMalformed;
        }

        header = read;
        if (!IsString(header, "alg") || (Has(header, "kid") && !IsString(header, "kid")) || (Has(header, "typ") && !IsString(header, "typ")))
        {
            return VerifyError.HeaderMalformed;
        }

        return !policy.Algorithms.Any(allowed => allowed.ToString() == read.GetProperty("alg").GetString()) ? VerifyError.AlgorithmNotAllowed
            : Has(header, "crit") ? VerifyError.CriticalHeaderNotSupported
            : Has(header, "b64") && header.GetProperty("b64").ValueKind != JsonValueKind.True ? VerifyError.UnencodedPayloadNotSupported
            : Has(header, "zip") ? VerifyError.CompressedPayloadNotSupported
            : VerifyError.None;
    }

    private VerifyError SelectKeys(JsonElement header, JwtAlgorithm algorithm, out Jwk[] keys)
    {
        Jwk[] all = [.. ((JwkSet)policy.Keys).Keys];
        string? keyId = Has(header, "kid") ? header.GetProperty("kid").GetString() : null;
        if (keyId is null)
        {
            keys = [.. all.Where(key => Fits(key, algorithm))];
            int most = policy.Tolerate.HasFlag(Tolerance.TryKeysWithoutKeyId) ? limits.KeysTriedWithoutKeyId : 1;
            return keys.Length == 0 ? VerifyError.KeyNotFound : keys.Length > most ? VerifyError.KeyAmbiguous : VerifyError.None;
        }

        keys = [.. all.Where(key => key.KeyId == keyId)];
        if (keys.Length == 0 && policy.Keys is JwkSet { IsOnItsOwn: true } && all[0].KeyId is null)
        {
            keys = all;
        }

        if (keys.Length == 0)
        {
            return VerifyError.KeyNotFound;
        }

        string keyType = algorithm.ToString()[0] switch { 'H' => "oct", 'E' => "EC", _ => "RSA" };
        keys = [.. keys.Where(key => key.KeyType == keyType)];
        return keys.Length == 0 ? VerifyError.KeyAlgorithmMismatch
            : keys.Length > 1 ? VerifyError.KeyAmbiguous
            : Fits(keys[0], algorithm) ? VerifyError.None
            : VerifyError.KeyAlgorithmMismatch;
    }

    private static bool Fits(Jwk key, JwtAlgorithm algorithm) =>
        (key.Algorithm is null || key.Algorithm == algorithm) && SignatureLength(key.Material, algorithm) > 0;

    private static int SignatureLength(KeyMaterial key, JwtAlgorithm algorithm) => (algorithm, key) switch
    {
        (JwtAlgorithm.HS256, SharedSecret { Size: >= 32 }) => 32,
        (JwtAlgorithm.HS384, SharedSecret { Size: >= 48 }) => 48,
        (JwtAlgorithm.HS512, SharedSecret { Size: >= 64 }) => 64,
        ( >= JwtAlgorithm.RS256 and <= JwtAlgorithm.PS512, RsaPublicKey rsa) => rsa.Size,
        (JwtAlgorithm.ES256, EcPublicKey { Curve.Name: "P-256" }) => 64,
        (JwtAlgorithm.ES384, EcPublicKey { Curve.Name: "P-384" }) => 96,
        (JwtAlgorithm.ES512, EcPublicKey { Curve.Name: "P-521" }) => 132,
        _ => 0,
    };

    private static bool VerifySignature(KeyMaterial key, JwtAlgorithm algorithm, byte[] input, byte[] signature)
    {
        if (signature.Length == 0 || signature.Length != SignatureLength(key, algorithm))
        {
            return false;
        }

        HashAlgorithmName hash = new("SHA" + algorithm.ToString()[2..]);
        switch (key)
        {
            case RsaPublicKey publicKey:
                using (RSA rsa = RSA.Create(new RSAParameters { Modulus = publicKey.Modulus.ToArray(), Exponent = publicKey.Exponent.ToArray() }))
                {
                    return rsa.VerifyData(input, signature, hash, algorithm >= JwtAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
                }

            case EcPublicKey publicKey:
                using (ECDsa ecdsa = ECDsa.Create(new ECParameters { Curve = publicKey.Curve.Parameters, Q = new ECPoint { X = publicKey.X.ToArray(), Y = publicKey.Y.ToArray() } }))
                {
                    return ecdsa.VerifyData(input, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
                }

            default:
                return ((SharedSecret)key).Verify(input, signature, hash == HashAlgorithmName.SHA256 ? HashFunction.Sha256 : hash == HashAlgorithmName.SHA384 ? HashFunction.Sha384 : HashFunction.Sha512);
        }
    }

    private VerifyError CheckClaims(JsonElement header, JsonElement claims)
    {
        string? issuer = null;
        string[]? audiences = null;
        (BigInteger Floor, BigInteger Ceiling)? exp = null, nbf = null, iat = null;
        bool wellFormed = new[] { "iss", "sub", "jti" }.All(name => !Has(claims, name) || IsString(claims, name))
            && ReadDate("exp", ref exp) && ReadDate("nbf", ref nbf) && ReadDate("iat", ref iat)
            && ReadAudiences(claims, ref audiences)
            && NaiveProfile.IsWellFormed(policy.Profile, claims);
        if (!wellFormed)
        {
            return VerifyError.ClaimMalformed;
        }

        if (Has(claims, "iss"))
        {
            issuer = claims.GetProperty("iss").GetString();
        }

        BigInteger time = now.UtcTicks - DateTime.UnixEpoch.Ticks;
        BigInteger skew = policy.ClockSkew.Ticks;
        HashSet<string> granted = [.. policy.ScopeClaims.SelectMany(name => ReadScopes(claims, name))];
        while (policy.ImpliedScopes.Where(implied => granted.Contains(implied.Key)).SelectMany(implied => implied.Value).Except(granted).ToArray() is { Length: > 0 } more)
        {
            granted.UnionWith(more);
        }

        return !IsTypeAccepted(header) || !NaiveProfile.IsOfItsKind(policy.Profile, claims) ? VerifyError.TypeMismatch
            : !policy.Issuer.IsAny && !policy.Issuer.Contains(issuer) ? VerifyError.IssuerMismatch
            : !policy.Audience.IsAny && !policy.Audience.Intersect(audiences ?? []).Any() ? VerifyError.AudienceMismatch
            : exp is null && !policy.Tolerate.HasFlag(Tolerance.MissingExpiration) ? VerifyError.ExpirationMissing
            : exp is not null && time >= exp.Value.Floor + skew ? VerifyError.Expired
            : nbf is not null && time < nbf.Value.Ceiling - skew ? VerifyError.NotYetValid
            : iat is not null && iat.Value.Ceiling > time + skew ? VerifyError.IssuedInFuture
            : !NaiveProfile.IsComplete(policy.Profile, claims) ? VerifyError.RequiredClaimMissing
            : Has(claims, "cnf") ? VerifyError.ProofOfPossessionRequired
            : !policy.RequiredScopes.All(one => one.Intersect(granted).Any()) ? VerifyError.InsufficientScope
            : VerifyError.None;

        bool ReadDate(string name, ref (BigInteger Floor, BigInteger Ceiling)? date)
        {
            if (!Has(claims, name))
            {
                return true;
            }

            date = NaiveDate.Read(claims.GetProperty(name));
            return date is not null;
        }
    }

    private bool IsTypeAccepted(JsonElement header)
    {
        Expected? expected = policy.Types ?? NaiveProfile.Types(policy.Profile);
        if (expected is { IsAny: true } || (expected is null && !Has(header, "typ")))
        {
            return true;
        }

        string[] types = expected is null ? ["JWT", "at+jwt"] : [.. expected];
        return Has(header, "typ") && types.Any(type => Short(type) == Short(header.GetProperty("typ").GetString()!));

        static string Short(string type)
        {
            string lower = new([.. type.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c)]);
            return lower.StartsWith("application/", StringComparison.Ordinal) && lower.Length > 12 && lower.Count(c => c == '/') == 1 ? lower[12..] : lower;
        }
    }

    private static bool ReadAudiences(JsonElement claims, ref string[]? audiences)
    {
        if (!Has(claims, "aud"))
        {
            return true;
        }

        JsonElement value = claims.GetProperty("aud");
        audiences = value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) && value.GetArrayLength() > 0 =>
                [.. value.EnumerateArray().Select(item => item.GetString()!)],
            _ => null,
        };
        return audiences is not null;
    }

    private static string[] ReadScopes(JsonElement claims, string name)
    {
        if (!Has(claims, name))
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

    private static byte[]? Decode(string segment)
    {
        string padded = segment.Replace('-', '+').Replace('_', '/').PadRight((segment.Length + 3) / 4 * 4, '=');
        try
        {
            byte[] bytes = Convert.FromBase64String(padded);
            return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_') == segment ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool Has(JsonElement value, string name) => value.TryGetProperty(name, out _);

    private static bool IsString(JsonElement value, string name) =>
        value.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String;
}
