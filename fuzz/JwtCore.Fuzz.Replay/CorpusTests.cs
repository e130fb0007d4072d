using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Targets;
using Xunit;

namespace JwtCore.Fuzz.Replay;

/// <summary>What the fuzzer kept, once more through the core as it is, to count the lines and branches that it reaches.</summary>
public class CorpusTests
{
    public const string Variable = "JWTCORE_CORPUS";

    public static TheoryData<string> Targets => [.. TargetList.Names];

    [Theory, MemberData(nameof(Targets))]
    public void Every_input_of_the_corpus_keeps_the_rules(string name)
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable(Variable) ?? "", name);
        Assert.True(Directory.Exists(folder), $"There is no corpus at {folder}.");
        FuzzTarget target = TargetList.Find(name)!();
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            try
            {
                target.Run(File.ReadAllBytes(file));
            }
            catch (FindingException finding)
            {
                Assert.Fail($"{file}: {finding.Message}");
            }
        }
    }
}
