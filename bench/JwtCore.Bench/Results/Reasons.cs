namespace JwtCore.Bench;

/// <summary>Why another library is ahead in a row, and what is to be done about it. An area without a reason is not explained yet.</summary>
internal static class Reasons
{
    public static string For(ResultRow ours) => ours.Area switch
    {
        KeySetRows.Area when ours.Subject == KeySetRows.FirstToken => "A key costs its import by the platform, which all pay, and here its checks before: sizes, curve, known weak moduli, and the strict reading of the set; a verifier is made too, which a service does once. Nothing is planned.",
        KeySetRows.Area => "JwtCore reads a set strictly, checks every key's numbers and makes its platform key now, so that no token pays for it; the others keep the texts and do so at a key's first token. A refresh keeps the keys that did not change. Nothing is planned.",
        ClaimRows.Area => "JwtCore reads a claim from the token's own bytes and keeps no dictionary, which the others pay for in the full call; a claim that is read often belongs into a variable. Nothing is planned.",
        _ => "not explained yet",
    };
}
