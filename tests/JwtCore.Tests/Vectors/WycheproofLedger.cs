namespace JwtCore.Tests.Vectors;

/// <summary>
/// The cases that this verifier answers otherwise than label and override say, each with its reason. An entry that is
/// no longer true makes its suite fail.
/// </summary>
internal static class WycheproofLedger
{
    private static readonly Dictionary<(string File, int Id), (bool IsValid, string Why)> Entries = new()
    {
        [("json_web_key", 4)] = (true,
            "The second of two keys with one kid has non-zero trailing bits in k (RFC 4648 section 3.5). It is no usable "
            + "key, so one candidate is left. Written canonically it makes the token ambiguous, which has its own test."),
        [("rsa_pss_2048_sha256_mgf1_0", 69)] = (true,
            "A signature with a salt of 32 bytes in a file for salts of 0 bytes: wrong there, and exactly PS256 (RFC 7518 section 3.5)."),
    };

    /// <summary>The verdict of this verifier, or null where it follows label and override.</summary>
    public static bool? Verdict(string file, int id) => Entries.TryGetValue((file, id), out (bool IsValid, string Why) entry) ? entry.IsValid : null;
}
