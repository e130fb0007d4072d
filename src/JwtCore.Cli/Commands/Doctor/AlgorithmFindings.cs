using JwtCore.Algorithms;

namespace JwtCore.Cli;

/// <summary>Algorithms that the platform does not verify: by this library's own code, or not at all.</summary>
internal static class AlgorithmFindings
{
    private const string Area = "policy";

    /// <summary>What is worth knowing of the algorithms that are named. If none is named: of those that a key fits.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="areGiven">Whether its algorithms are named.</param>
    /// <param name="set">The keys, if there are any.</param>
    public static IEnumerable<Finding> Of(VerificationPolicy policy, bool areGiven, KeySetView? set)
    {
        JwtAlgorithm[] used = [.. policy.Algorithms.Where(algorithm => areGiven || set?.Usable.Any(entry => entry.Fits(algorithm)) == true)];
        JwtAlgorithm[] own = [.. used.Where(AlgorithmList.IsEd25519)];
        if (own.Length > 0)
        {
            yield return new Finding(
                Area,
                FindingLevel.Note,
                "own-code",
                $"{AlgorithmList.Text(own)}: verified by code of JwtCore itself, because .NET has no Ed25519",
                "Leave EdDSA and Ed25519 out of --alg to stay with the algorithms of the platform.");
        }

        JwtAlgorithm[] lacking = [.. used.Where(algorithm => AlgorithmTable.Find(algorithm)!.Missing is not null)];
        if (lacking.Length > 0)
        {
            yield return new Finding(Area, FindingLevel.Warning, "missing-alg", $"{AlgorithmList.Text(lacking)}: this system cannot verify it", AlgorithmTable.Find(lacking[0])!.Missing);
        }
    }
}
