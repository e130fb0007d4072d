using System.Text.Json;
using JwtCore.Algorithms;
using JwtCore.Keys;

namespace JwtCore.Cli;

/// <summary>Whether there are keys, and which of them tokens will trip over.</summary>
internal static class KeyFindings
{
    private const string Area = "keys";

    /// <summary>How the fetch ended.</summary>
    public static IEnumerable<Finding> Of(KeyFetch fetch)
    {
        JwksAttempt attempt = fetch.Attempt;
        if (fetch.Keys is null)
        {
            // The cause is told where it lies, with the metadata.
            yield return attempt.Decisive is null
                ? new Finding(Area, FindingLevel.Problem, "keys-unavailable", $"{attempt.Cause}: {FetchSentences.Facts(attempt)}")
                : new Finding(Area, FindingLevel.Note, "keys-unavailable", "the keys were not asked for: the metadata did not lead to them");
        }
        else if (fetch.Set is null)
        {
            yield return new Finding(
                Area,
                FindingLevel.Problem,
                attempt.Outcome == RefreshOutcome.KeySetMalformed ? "set-refused" : "keys-unavailable",
                $"{attempt.Cause}: {FetchSentences.Facts(attempt)}",
                FetchSentences.Remedy(fetch.Keys, DoctorCommand.KeysOption));
        }
        else
        {
            // What is wrong with a set that arrived is said with the set.
            yield return new Finding(Area, attempt.IsSuccess ? FindingLevel.Ok : FindingLevel.Note, "keys-asked", $"{fetch.Keys.Address}: answered {fetch.Keys.Status}.");
        }
    }

    /// <summary>What is in the set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="keys">The same keys as the verifier has them: equal entries count once.</param>
    /// <param name="isAlone">It is one key that was given by itself, which needs no kid.</param>
    /// <param name="algorithms">Those that the policy takes.</param>
    public static IEnumerable<Finding> Of(KeySetView set, JwkSet keys, bool isAlone, IReadOnlyList<JwtAlgorithm> algorithms)
    {
        if (set.Problem is string problem)
        {
            return [new Finding(Area, FindingLevel.Problem, "set-refused", problem, "Have the issuer publish a JWK Set (RFC 7517) of public keys.")];
        }

        KeyEntry[] usable = [.. set.Usable];
        if (usable.Length == 0)
        {
            return
            [
                new Finding(Area, FindingLevel.Problem, "no-usable-key", "no key can verify", "See why the entries are skipped; the issuer must publish a key that is not."),
                .. PublishedSecrets(set),
            ];
        }

        return
        [
            new Finding(Area, FindingLevel.Ok, "usable-keys", Count(keys.Keys.Count, usable.Length)),
            .. set.Skipped.Any() ? [new Finding(Area, FindingLevel.Warning, "skipped-keys", $"{set.Skipped.Count()} of {set.Entries.Count} entries cannot verify", "Do nothing unless a token has the kid of a skipped entry. The reasons are listed below.")] : Array.Empty<Finding>(),
            .. PublishedSecrets(set),
            .. isAlone ? [] : WithoutKeyId(usable),
            .. SameKeyId(usable, keys.Index, algorithms),
            .. isAlone ? [] : WithoutAlgorithm(usable),
            .. Unfit(usable, algorithms),
        ];
    }

    private static IEnumerable<Finding> WithoutKeyId(KeyEntry[] usable)
    {
        KeyEntry[] nameless = [.. usable.Where(entry => entry.Key!.KeyId is null)];
        if (nameless.Length > 0)
        {
            yield return new Finding(
                Area,
                FindingLevel.Warning,
                "no-kid",
                $"{Entries(nameless)} no kid: only tokens without kid can use {(nameless.Length == 1 ? "it" : "them")}",
                "Have the issuer give each key a kid and send it in its tokens.");
        }
    }

    // The verifier's own choice: entries that share a kid are ambiguous where different keys among them fit one algorithm.
    private static IEnumerable<Finding> SameKeyId(KeyEntry[] usable, KeyIndex index, IReadOnlyList<JwtAlgorithm> algorithms)
    {
        foreach (IGrouping<string, KeyEntry> group in usable.Where(entry => entry.Key!.KeyId is not null).GroupBy(entry => entry.Key!.KeyId!))
        {
            byte[] keyId = JsonEncodedText.Encode(group.Key).EncodedUtf8Bytes.ToArray();
            JwtAlgorithm[] ambiguous = [.. algorithms.Where(algorithm => index.Find(AlgorithmTable.Find(algorithm)!, keyId, out _) == VerifyError.KeyAmbiguous)];
            if (ambiguous.Length > 0)
            {
                KeyEntry[] rivals = [.. group.Where(entry => Array.Exists(ambiguous, entry.Fits))];
                yield return new Finding(
                    Area,
                    FindingLevel.Warning,
                    "same-kid",
                    $"{Entries(rivals)} the same kid {QuotedText.Of(group.Key, int.MaxValue)}, and each could verify {AlgorithmList.Text(ambiguous)}: such a token is refused as KeyAmbiguous",
                    "Have the issuer give each key a kid or an alg of its own.");
            }
        }
    }

    private static IEnumerable<Finding> PublishedSecrets(KeySetView set)
    {
        KeyEntry[] secrets = [.. set.Entries.Where(entry => entry.IsPublishedSecret)];
        if (secrets.Length > 0)
        {
            yield return new Finding(
                Area,
                FindingLevel.Warning,
                "published-secret",
                $"{(secrets.Length == 1 ? $"entry {secrets[0].Index} is a shared secret (oct)" : $"entries {string.Join(", ", secrets.Select(entry => entry.Index))} are shared secrets (oct)")} in a published set: a secret that everybody has",
                "Have the issuer take it out of the set, and replace it wherever it is in use.");
        }
    }

    private static IEnumerable<Finding> WithoutAlgorithm(KeyEntry[] usable)
    {
        KeyEntry[] open = [.. usable.Where(entry => entry.Key!.Algorithm is null)];
        if (open.Length > 0)
        {
            yield return new Finding(
                Area,
                FindingLevel.Note,
                "no-alg",
                $"{Entries(open)} no alg: any accepted algorithm that fits may use {(open.Length == 1 ? "it" : "them")}",
                "Name in --alg no more than the issuer signs with.");
        }
    }

    private static IEnumerable<Finding> Unfit(KeyEntry[] usable, IReadOnlyList<JwtAlgorithm> algorithms)
    {
        JwtAlgorithm[] unused = [.. algorithms.Where(algorithm => !usable.Any(entry => entry.Fits(algorithm)))];
        if (unused.Length == algorithms.Count)
        {
            yield return new Finding(Area, FindingLevel.Problem, "no-fitting-key", "no key fits an accepted algorithm: no token can pass", "Compare --alg with the keys.");
        }
    }

    private static string Count(int keys, int entries)
    {
        string count = keys == 1 ? "1 key can verify" : $"{keys} keys can verify";
        return keys == entries ? count : $"{count}: {entries} entries, of which equal ones count once";
    }

    private static string Entries(KeyEntry[] entries) => entries.Length == 1
        ? $"entry {entries[0].Index} has"
        : $"entries {string.Join(", ", entries.Select(entry => entry.Index))} have";
}
