using System.Diagnostics;
using System.Globalization;
using JwtCore.Fuzz.Oracles;

namespace JwtCore.Fuzz.Compare;

/// <summary>Generated tokens, good and damaged in a way that knows their grammar, by the core and by its naive twin.</summary>
internal sealed class CompareRun
{
    private const int MostShown = 10;

    // With so many tokens a setup that accepts none has keys or payloads that do not fit its policy, and compares nothing.
    private const int EnoughTokens = 500;

    private readonly SortedDictionary<VerifyError, int> _verdicts = [];
    private readonly Dictionary<string, (int Tokens, int Accepted)> _setups = [];
    private readonly List<string> _differences = [];
    private readonly int _seed;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _tokens;
    private TimeSpan _taken;

    private CompareRun(int seed) => _seed = seed;

    /// <summary>So many tokens.</summary>
    public static CompareRun Of(int tokens, int seed) => new CompareRun(seed).Run((run) => run._tokens < tokens);

    /// <summary>As many tokens as fit into a time.</summary>
    public static CompareRun For(TimeSpan time, int seed) => new CompareRun(seed).Run(run => run._watch.Elapsed < time);

    /// <summary>Writes what was counted; false when there was a difference.</summary>
    public bool Report(TextWriter writer)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_tokens:N0} tokens, seed {_seed}, {_differences.Count} differences, {_taken.TotalSeconds:F0} s"));
        writer.WriteLine();
        writer.WriteLine("| verdict | tokens |");
        writer.WriteLine("|---|---|");
        foreach ((VerifyError verdict, int count) in _verdicts)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {verdict} | {count:N0} |"));
        }

        writer.WriteLine();
        writer.WriteLine("| setup | tokens | accepted |");
        writer.WriteLine("|---|---|---|");
        foreach ((string name, (int tokens, int accepted)) in _setups)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {tokens:N0} | {accepted:N0} |"));
        }

        foreach (string difference in _differences)
        {
            writer.WriteLine(difference);
        }

        return _differences.Count == 0;
    }

    private CompareRun Run(Predicate<CompareRun> goOn)
    {
        CompareSetup[] setups = CompareSetup.All(new Random(_seed));
        for (; goOn(this) && _differences.Count < MostShown; _tokens++)
        {
            CompareSetup setup = setups[_tokens % setups.Length];
            string token = setup.NextToken();
            try
            {
                Count(setup, setup.Judge(token));
            }
            catch (FindingException finding)
            {
                _differences.Add($"DIFFERENT, {setup.Name}: {finding.Message}\n{token}");
            }
        }

        _taken = _watch.Elapsed;
        _differences.AddRange(_setups.Where(setup => setup.Value is { Tokens: > EnoughTokens, Accepted: 0 }).Select(setup => $"DIFFERENT, {setup.Key}: no token was accepted"));
        return this;
    }

    private void Count(CompareSetup setup, VerifyError verdict)
    {
        (int tokens, int accepted) = _setups.GetValueOrDefault(setup.Name);
        _setups[setup.Name] = (tokens + 1, accepted + (verdict == VerifyError.None ? 1 : 0));
        _verdicts[verdict] = _verdicts.GetValueOrDefault(verdict) + 1;
    }
}
