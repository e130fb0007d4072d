namespace JwtCore.Tests.Vectors;

/// <summary>How many cases there are. A loader that finds another number fails.</summary>
internal static class VectorCounts
{
    /// <summary>All cases together; the files of the RFCs count one each.</summary>
    public const int All = 6_066;

    public const int AcceptanceTokens = 158;
    public const int AcceptanceRecipes = 17;
    public const int JsonFiles = 318;
    public const int RfcFiles = 27;
    public const int RfcCompact = 9;
    public const int RfcThumbprints = 6;
    public const int RfcThumbprintsWithoutMLDsa = 3;

    /// <summary>The cases of each Wycheproof file.</summary>
    public static readonly IReadOnlyDictionary<string, int> Wycheproof = new SortedDictionary<string, int>(StringComparer.Ordinal)
    {
        ["json_web_signature"] = 401,
        ["json_web_key"] = 26,
        ["json_web_crypto"] = 83,
        ["hmac_sha256"] = 174,
        ["hmac_sha384"] = 174,
        ["hmac_sha512"] = 174,
        ["rsa_signature_2048_sha256"] = 259,
        ["rsa_signature_2048_sha384"] = 258,
        ["rsa_signature_2048_sha512"] = 259,
        ["rsa_signature_3072_sha256"] = 259,
        ["rsa_signature_3072_sha384"] = 259,
        ["rsa_signature_3072_sha512"] = 260,
        ["rsa_signature_4096_sha256"] = 258,
        ["rsa_signature_4096_sha384"] = 259,
        ["rsa_signature_4096_sha512"] = 259,
        ["rsa_pss_2048_sha256_mgf1_0"] = 103,
        ["rsa_pss_2048_sha256_mgf1_32"] = 108,
        ["rsa_pss_2048_sha256_mgf1sha1_20"] = 108,
        ["rsa_pss_2048_sha384_mgf1_48"] = 141,
        ["rsa_pss_3072_sha256_mgf1_32"] = 108,
        ["rsa_pss_4096_sha256_mgf1_32"] = 108,
        ["rsa_pss_4096_sha384_mgf1_48"] = 141,
        ["rsa_pss_4096_sha512_mgf1_32"] = 177,
        ["rsa_pss_4096_sha512_mgf1_64"] = 179,
        ["ecdsa_secp256r1_sha256_p1363"] = 262,
        ["ecdsa_secp384r1_sha384_p1363"] = 280,
        ["ecdsa_secp521r1_sha512_p1363"] = 318,
        ["ed25519"] = 151,
    };

    /// <summary>The Wycheproof files of one family.</summary>
    public static TheoryData<string> Family(string prefix) =>
        [.. Wycheproof.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
}
