using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using JwtCore.Algorithms;
using JwtCore.Text;

namespace JwtCore.Keys;

/// <summary>
/// Reads one JWK and refuses, when it is loaded, whatever could not or must not verify (RFC 7517 section 4, RFC 7518
/// section 6). A refusal is one sentence and quotes nothing of the key.
/// </summary>
internal static class JwkReader
{
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

    /// <summary>The key, or null and the reason.</summary>
    /// <param name="utf8Json">One JSON value.</param>
    /// <param name="publicOnly">Refuse secrets and private members: the rules for keys that came over the network.</param>
    /// <param name="refusal">Why there is no key.</param>
    public static Jwk? Read(ReadOnlySpan<byte> utf8Json, bool publicOnly, out string? refusal)
    {
        refusal = RefuseText(utf8Json);
        if (refusal is not null)
        {
            return null;
        }

        JsonElement jwk = JsonElement.Parse(utf8Json);
        refusal = RefuseMembers(jwk, publicOnly);
        KeyMaterial? material = refusal is null ? ReadMaterial(jwk, out refusal) : null;
        if (material is null || !TryReadAlgorithm(jwk, material, out SignatureAlgorithm? algorithm, out refusal))
        {
            return null;
        }

        return new Jwk(material, jwk.TryGetProperty("kid"u8, out JsonElement kid) ? kid.GetString() : null, algorithm);
    }

    private static string? RefuseText(ReadOnlySpan<byte> utf8Json)
    {
        JsonMembers members = default;
        JsonFlaw flaw = StrictJson.CheckObject(utf8Json, Limits.DeepestJson, ref members);
        members.Release();
        return flaw switch
        {
            JsonFlaw.None => null,
            JsonFlaw.DuplicateName => "it has two members of one name.",
            JsonFlaw.TooDeep => "its JSON is nested too deeply.",
            _ => "it is not a JSON object in strict UTF-8.",
        };
    }

    private static string? RefuseMembers(JsonElement jwk, bool publicOnly)
    {
        if (!TryGetText(jwk, "kty"u8, out string? keyType))
        {
            return "kty is missing or not a string.";
        }

        if (publicOnly && (keyType == "oct" || PrivateMembers.Any(name => jwk.TryGetProperty(name, out _))))
        {
            return "it is a secret or has private members, which must never be published.";
        }

        if (jwk.TryGetProperty("kid"u8, out JsonElement kid) && kid.ValueKind != JsonValueKind.String)
        {
            return "kid is not a string.";
        }

        // RFC 7517 section 4.2.
        if (jwk.TryGetProperty("use"u8, out JsonElement use) && !(use.ValueKind == JsonValueKind.String && use.ValueEquals("sig"u8)))
        {
            return "use is not sig.";
        }

        return jwk.TryGetProperty("key_ops"u8, out JsonElement operations) && !AllowsVerify(operations)
            ? "key_ops is not an array of distinct strings with verify among them."
            : null;
    }

    // RFC 7517 section 4.3.
    private static bool AllowsVerify(JsonElement operations)
    {
        if (operations.ValueKind != JsonValueKind.Array || operations.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        HashSet<string> distinct = [];
        return operations.EnumerateArray().All(item => distinct.Add(item.GetString()!)) && distinct.Contains("verify");
    }

    private static KeyMaterial? ReadMaterial(JsonElement jwk, out string? refusal)
    {
        switch (jwk.GetProperty("kty"u8).GetString())
        {
            case "RSA":
                if (!TryGetBytes(jwk, "n"u8, out byte[]? n) || !TryGetBytes(jwk, "e"u8, out byte[]? e))
                {
                    refusal = "n or e is missing, empty or not canonical base64url.";
                    return null;
                }

                return RsaKeyRules.Import(n, e, out refusal);
            case "EC":
                EcCurve? curve = TryGetText(jwk, "crv"u8, out string? name) ? EcCurve.Find(name) : null;
                if (curve is null)
                {
                    refusal = "crv is not P-256, P-384 or P-521.";
                    return null;
                }

                if (!TryGetBytes(jwk, "x"u8, out byte[]? x) || !TryGetBytes(jwk, "y"u8, out byte[]? y))
                {
                    refusal = "x or y is missing, empty or not canonical base64url.";
                    return null;
                }

                return EcKeyRules.Import(curve, x, y, out refusal);
            case "oct":
                if (!TryGetBytes(jwk, "k"u8, out byte[]? secret))
                {
                    refusal = "k is missing, empty or not canonical base64url.";
                    return null;
                }

                refusal = SecretRules.Refuse(secret);
                return refusal is null ? new SharedSecret(secret) : null;
            default:
                refusal = "kty is not RSA, EC or oct.";
                return null;
        }
    }

    // RFC 7517 section 4.4. Without alg the key must fit some algorithm: a secret can be too short for all.
    private static bool TryReadAlgorithm(JsonElement jwk, KeyMaterial material, out SignatureAlgorithm? algorithm, out string? refusal)
    {
        algorithm = null;
        refusal = null;
        if (!jwk.TryGetProperty("alg"u8, out _))
        {
            foreach (SignatureAlgorithm row in AlgorithmTable.All)
            {
                if (row.SignatureLength(material) > 0)
                {
                    return true;
                }
            }

            refusal = "it is too short for every algorithm.";
            return false;
        }

        algorithm = TryGetText(jwk, "alg"u8, out string? name) ? AlgorithmTable.Find(name) : null;
        if (algorithm is null)
        {
            refusal = "alg is not a supported signature algorithm.";
        }
        else if (algorithm.SignatureLength(material) == 0)
        {
            refusal = "alg does not fit the type, curve or size of the key.";
        }

        return refusal is null;
    }

    private static bool TryGetText(JsonElement jwk, ReadOnlySpan<byte> name, [NotNullWhen(true)] out string? text)
    {
        text = jwk.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is not null;
    }

    // RFC 7518 section 6: base64url, canonical here as everywhere.
    private static bool TryGetBytes(JsonElement jwk, ReadOnlySpan<byte> name, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (!TryGetText(jwk, name, out string? text) || text.Length == 0)
        {
            return false;
        }

        byte[] encoded = System.Text.Encoding.UTF8.GetBytes(text);
        byte[] decoded = new byte[StrictBase64Url.DecodedLength(encoded.Length)];
        bytes = StrictBase64Url.TryDecode(encoded, decoded) ? decoded : null;
        return bytes is not null;
    }
}
