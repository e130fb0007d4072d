// usage: dotnet run --file tests/JwtCore.Mutation/judge.cs -- TESTS REPORT OUTPUT [PART...]
// Tries each mutant of Stryker's REPORT in a process of its own and writes the report with its verdicts to OUTPUT.
// TESTS is the folder of the tests with the mutated core in it. Of the mutants, only those whose file begins with a PART
// ("Rules/", "Pipeline/") are tried; what OUTPUT has already is kept.
#:property PublishAot=false
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

string tests = Path.GetFullPath(args[0]);
string output = args[2];
string[] parts = args[3..];
int workers = Environment.ProcessorCount;

JsonNode report = JsonNode.Parse(File.ReadAllText(File.Exists(output) ? output : args[1]))!;
List<Candidate> candidates = Candidate.ReadAll(report, parts);
Console.WriteLine($"{candidates.Count} mutants to be tried");

// Which mutants a class of tests reaches, and how long it takes without any.
string reachFile = Path.ChangeExtension(output, ".reach.json");
if (!File.Exists(reachFile) || File.GetLastWriteTimeUtc(reachFile) < File.GetLastWriteTimeUtc(Path.Combine(tests, "JwtCore.Tests.dll")))
{
    ConcurrentBag<TestClass> reached = [];
    InParallel(TestProcess.Classes(tests), workers, (name, worker) => reached.Add(TestProcess.Reach(tests, name, worker)));
    File.WriteAllText(reachFile, JsonSerializer.Serialize(reached.OrderBy(item => item.Seconds)));
}

TestClass[] classes = JsonSerializer.Deserialize<TestClass[]>(File.ReadAllText(reachFile))!;
Console.WriteLine($"{classes.Length} classes of tests, {classes.Sum(item => item.Seconds):F0} s one after the other");

ConcurrentDictionary<(string File, string Class), int> kills = new();
Stopwatch clock = Stopwatch.StartNew();
int done = 0;
Lock saving = new();
InParallel(candidates, workers, (candidate, worker) =>
{
    // First the class that killed most of this file's mutants or is named after it, then eight quick ones, then all others.
    TestClass[] reaching =
    [
        .. classes.Where(item => item.Mutants.Contains(candidate.Id))
            .OrderByDescending(item => kills.GetValueOrDefault((candidate.File, item.Name)) * 2 + (item.IsNamedAfter(candidate.File) ? 1 : 0)),
    ];
    TestClass[][] stages = [[.. reaching.Take(1)], [.. reaching.Skip(1).Take(8)], [.. reaching.Skip(9)]];
    string status = reaching.Length == 0 ? "NoCoverage" : "Survived";
    string? killer = null;
    foreach (TestClass[] stage in stages)
    {
        // What fails once may be a test that fails now and then: the second time it is the mutant.
        if (stage.Length > 0 && TestProcess.Try(tests, stage, candidate.Id, worker) is { } verdict
            && (Killing(verdict.Killer) is not { } again || TestProcess.Try(tests, [again], candidate.Id, worker) is not null))
        {
            (status, killer) = verdict;
            break;
        }
    }

    if (Killing(killer) is { } killing)
    {
        kills.AddOrUpdate((candidate.File, killing.Name), 1, (_, count) => count + 1);
    }

    lock (saving)
    {
        candidate.Settle(status, killer);
        done++;
        if (status != "Killed")
        {
            Console.WriteLine($"{candidate.File}:{candidate.Line} {candidate.Id} {status} {killer}");
        }

        if (done % 50 == 0 || done == candidates.Count)
        {
            File.WriteAllText(output + ".new", report.ToJsonString());
            File.Move(output + ".new", output, overwrite: true);
            Console.WriteLine($"{done} of {candidates.Count}, {clock.Elapsed.TotalSeconds:F0} s");
        }
    }
});
return 0;

TestClass? Killing(string? killer) => classes.FirstOrDefault(item => killer?.StartsWith(item.Name + ".", StringComparison.Ordinal) == true);

static void InParallel<T>(IReadOnlyList<T> items, int workers, Action<T, int> work)
{
    int next = -1;
    Task.WaitAll([.. Enumerable.Range(0, workers).Select(worker => Task.Run(() =>
    {
        for (int i; (i = Interlocked.Increment(ref next)) < items.Count;)
        {
            work(items[i], worker);
        }
    }))]);
}

/// <summary>A mutant that is to be tried, in the report.</summary>
internal sealed record Candidate(JsonNode Node, string File)
{
    public int Id => int.Parse((string)Node["id"]!, CultureInfo.InvariantCulture);

    public int Line => (int)Node["location"]!["start"]!["line"]!;

    public static List<Candidate> ReadAll(JsonNode report, string[] parts)
    {
        List<Candidate> found = [];
        foreach ((string path, JsonNode? file) in report["files"]!.AsObject())
        {
            string name = path[(path.LastIndexOf("src/JwtCore/", StringComparison.Ordinal) + "src/JwtCore/".Length)..];
            if (parts.Length == 0 || parts.Any(part => name.StartsWith(part, StringComparison.Ordinal)))
            {
                found.AddRange(file!["mutants"]!.AsArray().Where(IsOpen).Select(mutant => new Candidate(mutant!, name)));
            }
        }

        return found;

        static bool IsOpen(JsonNode? mutant) => (string)mutant!["status"]! is not ("CompileError" or "Ignored") && (mutant["tried"] is null || (string)mutant["status"]! is "Survived" or "NoCoverage" or "Timeout");
    }

    public void Settle(string status, string? killer)
    {
        Node["status"] = status;
        Node["statusReason"] = killer;
        Node["tried"] = true;
    }
}

/// <summary>A class of tests, the mutants that it reaches, and its time.</summary>
internal sealed record TestClass(string Name, HashSet<int> Mutants, double Seconds)
{
    public bool IsNamedAfter(string file) => Name.Contains(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal);
}

/// <summary>The tests, run in a process of their own.</summary>
internal static class TestProcess
{
    private const int TestsFailed = 2;

    public static string[] Classes(string tests) =>
    [
        .. RunAll(tests, ["--list-tests"], 0, []).Split('\n')
            .Select(line => Regex.Match(line, @"^\s+(JwtCore\.Tests\.[\w.+]+)\.\w+(\(|\s*$)").Groups[1].Value)
            .Where(name => name.Length > 0)
            .Distinct(),
    ];

    public static TestClass Reach(string tests, string name, int worker)
    {
        RunAll(tests, Filter([name]), worker, new() { ["STRYKER_COVERAGE_FILE"] = $"reach-{name}.txt" });
        HashSet<int> mutants = [];
        foreach (string written in Directory.GetFiles(Folder(worker), $"reach-{name}-*.txt"))
        {
            mutants.UnionWith(File.ReadAllText(written).Split(',', ';').Where(id => id.Length > 0).Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
            File.Delete(written);
        }

        Stopwatch clock = Stopwatch.StartNew();
        RunAll(tests, Filter([name]), worker, Active(-1));
        return new TestClass(name, mutants, clock.Elapsed.TotalSeconds);
    }

    /// <summary>The verdict and the test that it comes from; <c>null</c> when all tests pass.</summary>
    public static (string Status, string? Killer)? Try(string tests, TestClass[] stage, int mutant, int worker)
    {
        TimeSpan limit = TimeSpan.FromSeconds(15 + 5 * stage.Sum(item => item.Seconds));
        (bool inTime, int code, string text) = Run(tests, [.. Filter(stage.Select(item => item.Name)), "--stop-on-fail", "on"], worker, Active(mutant), limit);
        string killer = Regex.Match(text, @"failed (JwtCore\.Tests\.[\w.+]+)").Groups[1].Value;
        return !inTime ? ("Timeout", string.Join(' ', stage.Select(item => item.Name)))
            : code == 0 ? null
            : code > 128 ? ("Killed", $"crash {code}")
            : code == TestsFailed && killer.Length > 0 ? ("Killed", killer)
            : throw new InvalidOperationException($"Mutant {mutant} ends with {code}:\n{text}");
    }

    /// <summary>Runs what must succeed.</summary>
    private static string RunAll(string tests, string[] arguments, int worker, Dictionary<string, string> variables)
    {
        (bool inTime, int code, string text) = Run(tests, arguments, worker, variables, TimeSpan.FromMinutes(10));
        return inTime && code == 0 ? text : throw new InvalidOperationException($"{string.Join(' ', arguments)} fails without a mutant ({code}):\n{text}");
    }

    private static string[] Filter(IEnumerable<string> names) => [.. names.SelectMany(name => new[] { "--filter-class", name })];

    private static Dictionary<string, string> Active(int mutant) =>
        new() { ["STRYKER_MUTANT_ID_CONTROL_VAR"] = "MUTANT", ["MUTANT"] = mutant.ToString(CultureInfo.InvariantCulture) };

    private static string Folder(int worker) => Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"jwtcore-mutation-{Environment.ProcessId}-{worker}")).FullName;

    private static (bool InTime, int Code, string Text) Run(string tests, string[] arguments, int worker, Dictionary<string, string> variables, TimeSpan limit)
    {
        ProcessStartInfo start = new(Path.Combine(tests, "JwtCore.Tests"), [.. arguments, "--parallel", "none", "--no-progress", "--no-ansi"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = tests,
        };
        start.Environment["TMPDIR"] = Folder(worker);
        start.Environment["DOTNET_GCHeapHardLimit"] = "60000000"; // hexadecimal: 1.5 GiB, for mutants that never stop collecting
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> text = process.StandardOutput.ReadToEndAsync();
        bool inTime = process.WaitForExit(limit);
        if (!inTime)
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
        return (inTime, process.ExitCode, text.Result + errors.Result);
    }
}
