using System.Globalization;
using System.Text.Json;
using JwtCore.Differential;
using JwtCore.Differential.Facts;
using JwtCore.Differential.Judges;
using JwtCore.Differential.Signatures;
using JwtCore.Differential.Tokens;
using JwtCore.Differential.Verdicts;

if (args is ["ed25519", string signatures, string signatureSeed, .. string[] record] && record.Length < 2)
{
    return SignatureCommand.Run(Parse(signatures), (int)Parse(signatureSeed), record.FirstOrDefault());
}

string folder = Path.Combine(Repository.Root, "fuzz", "JwtCore.Differential", "node");
using NodeJudge? node = NodeJudge.TryStart(folder, out string? missing);
if (missing is not null)
{
    Console.WriteLine($"Without Node's jose: {missing}.");
    if (Environment.GetEnvironmentVariable("JWTCORE_REQUIRE_NODE") == "1")
    {
        return 1;
    }
}

switch (args)
{
    case ["run", string count, string seed, .. string[] file] when file.Length < 2:
        return Execute(Parse(count), (int)Parse(seed), file.FirstOrDefault() ?? Path.Combine(Repository.Root, "fuzz", "results", $"{DateTime.UtcNow:yyyy-MM-dd}-differential.md"));
    case ["smoke", .. string[] rest] when rest.Length < 3:
        return Execute(rest.Length > 0 ? Parse(rest[0]) : 20_000, rest.Length > 1 ? (int)Parse(rest[1]) : 1, null);
    case ["judge", string setting, string token]:
        return Judge(Enum.Parse<Setting>(setting), token.StartsWith('"') ? JsonSerializer.Deserialize<string>(token)! : token);
    case ["page"]:
        File.WriteAllText(Page.File, Page.Renew(File.ReadAllText(Page.File), Ledger.Own));
        return 0;
    default:
        Console.Error.WriteLine("usage: JwtCore.Differential run COUNT SEED [FILE] | smoke [COUNT] [SEED] | judge SETTING TOKEN | page | ed25519 COUNT SEED [FILE]");
        return 2;
}

int Execute(long count, int seed, string? file)
{
    Run run = new(Ledger.Own, node, count, seed);
    Tally tally = run.Execute((done, time) => Console.WriteLine($"{done:N0} tokens, {time:hh\\:mm\\:ss}"));
    if (file is not null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        Record.Write(file, Ledger.Own, run, tally, node);
    }

    return Outcome.Print(Ledger.Own, run, tally, node, isFull: file is not null);
}

// One token again, as a finding shows it.
int Judge(Setting setting, string token)
{
    foreach (IJudge judge in Run.Judges)
    {
        Console.WriteLine($"{judge.Name} {judge.Judge(setting, token)}");
    }

    if (node is not null)
    {
        Console.WriteLine($"{NodeJudge.Name} {node.Judge([(setting, token)])[0]}");
    }

    Console.WriteLine($"facts: {string.Join(", ", new FactSet(setting, token).Names())}");
    return 0;
}

static long Parse(string number) => long.Parse(number, CultureInfo.InvariantCulture);
