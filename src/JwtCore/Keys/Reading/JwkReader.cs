using System.Text.Json;
using JwtCore.Algorithms;
using JwtCore.Text;

namespace JwtCore.Keys;

/// <summary>
/// Reads one JWK and refuses, when it is loaded, whatever could not or must not verify (RFC 7517 section 4). A refusal is
/// one sentence and quotes nothing of the key.
/// </summary>
internal static class JwkReader
{
    public static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

    /// <summary>The key, or null and the reason.</summary>
    /// <param name="utf8Json">One JSON value.</param>
    /// <param name="publicOnly">Refuse secrets and private members: the rules for keys that came over the network.</param>
    /// <param name="use">What the member <c>use</c> must be when there is one.</param>
    /// <param name="refusal">Why there is no key.</param>
    public static Jwk? Read(ReadOnlySpan<byte> utf8Json, bool publicOnly, string use, out string? refusal)
    {
        refusal = RefuseText(utf8Json);
        if (refusal is not null)
        {
            return null;
        }

        JsonElement jwk = JsonElement.Parse(utf8Json);
        refusal = RefuseMembers(jwk, publicOnly, use);
        KeyMaterial? material = refusal is null ? JwkMaterialReader.Read(jwk, out refusal) : null;
        if (material is null || !TryReadAlgorithm(jwk, material, out SignatureAlgorithm? algorithm, out refusal))
        {
            return null;
        }

        return new Jwk(material, jwk.GetText("kid"u8), algorithm)
        {
            Issuer = jwk.GetText("issuer"u8),
            PrivateMember = publicOnly ? null : Array.Find(PrivateMembers, name => IsPresent(jwk, name)),
        };
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

    private static string? RefuseMembers(JsonElement jwk, bool publicOnly, string use)
    {
        string? keyType = jwk.GetText("kty"u8);
        if (keyType is null)
        {
            return "kty is missing or not a string.";
        }

        if (publicOnly && RefusePrivate(jwk, keyType) is string published)
        {
            return published;
        }

        // RFC 7518 section 6.3.2: a key of more than two primes must not be used by who does not support it.
        if (IsPresent(jwk, "oth"))
        {
            return "oth is not empty: RSA keys of more than two primes are not supported.";
        }

        if (jwk.IsNoText("kid"u8))
        {
            return "kid is not a string.";
        }

        // Not registered; large providers name there the issuer that the key is for. Null is refused: a key bound to an
        // issuer that is not said must not become one that is bound to none.
        if (jwk.TryGetProperty("issuer"u8, out JsonElement issuer) && issuer.ValueKind != JsonValueKind.String)
        {
            return "issuer is not a string.";
        }

        // RFC 7517 section 4.2.
        if (jwk.TryGetMember("use"u8, out _) && jwk.GetText("use"u8) != use)
        {
            return $"use is not {use}.";
        }

        return jwk.TryGetMember("key_ops"u8, out JsonElement operations) && !AllowsVerify(operations)
            ? "key_ops is not an array of distinct strings with verify among them."
            : null;
    }

    // What must never be published.
    private static string? RefusePrivate(JsonElement jwk, string keyType) =>
        keyType == "oct" ? $"{SkippedKey.SharedSecret} in a published key set: a secret that everybody has."
        : Array.Find(PrivateMembers, name => IsPresent(jwk, name)) is string name ? $"it has the private member {name}, which must never be published."
        : null;

    // The empty array is what serializers write for oth when it is not set.
    private static bool IsPresent(JsonElement jwk, string name) =>
        jwk.TryGetProperty(name, out JsonElement value)
        && value.ValueKind != JsonValueKind.Null
        && !(name == "oth" && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    // RFC 7517 section 4.3. The empty array is what serializers write when no operation is set.
    private static bool AllowsVerify(JsonElement operations)
    {
        if (operations.ValueKind != JsonValueKind.Array || operations.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        HashSet<string> distinct = [];
        return operations.GetArrayLength() == 0 || operations.EnumerateArray().All(item => distinct.Add(item.GetString()!)) && distinct.Contains("verify");
    }

    // RFC 7517 section 4.4. Without alg the key must fit some algorithm: a secret can be too short for all.
    private static bool TryReadAlgorithm(JsonElement jwk, KeyMaterial material, out SignatureAlgorithm? algorithm, out string? refusal)
    {
        algorithm = null;
        refusal = null;
        if (!jwk.TryGetMember("alg"u8, out _))
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

        algorithm = jwk.GetText("alg"u8) is string name ? AlgorithmTable.Find(name) : null;
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
}
