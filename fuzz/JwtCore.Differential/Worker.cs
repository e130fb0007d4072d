using JwtCore.Differential.Facts;
using JwtCore.Differential.Judges;
using JwtCore.Differential.Tokens;
using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential;

/// <summary>Judges chunks of tokens. A chunk's tokens follow from the seed and its number, whichever worker has it.</summary>
/// <param name="ledger">What is known.</param>
/// <param name="judges">JwtCore first.</param>
/// <param name="node">Judges a sample, or null.</param>
/// <param name="seed">The run's.</param>
/// <param name="found">Told of the first disagreement of each kind that is not in the ledger.</param>
internal sealed class Worker(Ledger ledger, IReadOnlyList<IJudge> judges, NodeJudge? node, int seed, Action<string>? found = null)
{
    public const int ChunkSize = 10_000;

    // Node judges one token in so many, in lists.
    private const int NodeEvery = 20;

    private readonly List<(Setting Setting, Signed Token, string Text, (string Library, Verdict Verdict)[] Verdicts)> _forNode = [];

    public Tally Tally { get; } = new();

    /// <summary>The random numbers of a chunk start here.</summary>
    public static int SeedOf(int seed, int chunk) => unchecked((seed * 1_000_003) + (chunk * 7_919));

    public void Judge(int chunk, int count)
    {
        TokenSource source = new(SeedOf(seed, chunk));
        for (int i = 0; i < count; i++)
        {
            (Setting setting, Signed token) = source.Next();
            string text = token.ToString();
            (string Library, Verdict Verdict)[] verdicts = [.. judges.Select(judge => (judge.Name, judge.Judge(setting, text)))];
            if (node is not null && i % NodeEvery == 0)
            {
                _forNode.Add((setting, token, text, verdicts));
            }
            else
            {
                Count(chunk, setting, token, text, verdicts);
            }
        }

        if (_forNode.Count > 0)
        {
            Verdict[] answers = node!.Judge([.. _forNode.Select(item => (item.Setting, item.Text))]);
            foreach (((Setting setting, Signed token, string text, (string, Verdict)[] verdicts), Verdict answer) in _forNode.Zip(answers))
            {
                Count(chunk, setting, token, text, [.. verdicts, (NodeJudge.Name, answer)]);
            }

            _forNode.Clear();
        }
    }

    private void Count(int chunk, Setting setting, Signed token, string text, (string Library, Verdict Verdict)[] verdicts)
    {
        Tally.Count(setting.ToString(), token.Kinds, verdicts);
        Verdict own = verdicts[0].Verdict;
        FactSet? facts = null;
        foreach ((string library, Verdict verdict) in verdicts.AsSpan(1))
        {
            // A number is a text to some and none to others; two texts must be one.
            if (verdict.Subject is not null && own.Subject is not null && verdict.Subject != own.Subject)
            {
                Report($"{library} reads another sub than JwtCore", Describe());
            }

            if (verdict.IsAccepted == own.IsAccepted)
            {
                continue;
            }

            Disagreement disagreement = new(library, own.IsAccepted ? "None" : own.Code, verdict.Code, facts ??= new FactSet(setting, text));
            int[] entries = ledger.Find(disagreement);
            Tally.Explain(entries, library);
            if (entries.Length == 0)
            {
                Report(disagreement.ToString(), Describe());
            }
        }

        string Describe() =>
            $"damage: {string.Join(" + ", token.Kinds)}; seed {seed}, chunk {chunk}\n  {string.Join("\n  ", verdicts.Select(item => $"{item.Library} {item.Verdict}"))}\n  judge {setting} {System.Text.Json.JsonSerializer.Serialize(text)}";
    }

    // At once as well: a long run need not end to be known to have failed.
    private void Report(string kind, string token)
    {
        if (Tally.Report(kind, token))
        {
            found?.Invoke($"not in the ledger: {kind}\n  {token}");
        }
    }
}
