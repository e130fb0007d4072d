using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Differential.Tokens;
using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential.Judges;

/// <summary>
/// Node's jose in a process of its own (node/judge.mjs), which lives as long as the run and answers lists of tokens. Safe
/// for concurrent use; one list at a time.
/// </summary>
internal sealed class NodeJudge : IDisposable
{
    public const string Name = "jose";

    private readonly Process _process;
    private readonly Lock _turn = new();

    private NodeJudge(Process process)
    {
        _process = process;
        JsonObject setup = new()
        {
            ["published"] = JsonNode.Parse(KeyRing.Set(KeyRing.Published)),
            ["secrets"] = JsonNode.Parse(KeyRing.Set(KeyRing.Secrets)),
            ["alone"] = KeyRing.Alone.Jwk.DeepClone(),
            ["issuer"] = World.Issuer,
            ["audience"] = World.Audience,
            ["algorithms"] = new JsonArray([.. World.Algorithms.Select(name => (JsonNode)name)]),
            ["skew"] = World.Skew,
            ["now"] = World.Now,
            ["type"] = World.AccessTokenType,
        };
        _process.StandardInput.WriteLine(setup.ToJsonString());
        _process.StandardInput.Flush();
        Version = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Node ended.");
    }

    /// <summary>The versions of jose and of Node.</summary>
    public string Version { get; }

    /// <summary>The process, or null and why there is none: no Node, or jose is not installed.</summary>
    public static NodeJudge? TryStart(string folder, out string? missing)
    {
        missing = File.Exists(Path.Combine(folder, "node_modules", "jose", "package.json")) ? null : $"jose is not installed; run npm ci in {Path.GetFileName(Path.GetDirectoryName(folder))}/node";
        if (missing is not null)
        {
            return null;
        }

        try
        {
            return new NodeJudge(Process.Start(new ProcessStartInfo("node", "judge.mjs")
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            missing = "there is no Node";
            return null;
        }
    }

    public Verdict[] Judge(IReadOnlyList<(Setting Setting, string Token)> tokens)
    {
        // With the default encoder lone surrogates become U+FFFD; both are outside the alphabet.
        string line = JsonSerializer.Serialize(tokens.Select(item => (string[])[item.Setting.ToString(), item.Token]));
        lock (_turn)
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
            string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Node ended.");
            return [.. JsonSerializer.Deserialize<string[]>(answer)!.Select(Read)];
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Verdict Read(string answer) =>
        answer[0] == '+' ? Verdict.Accept(JsonSerializer.Deserialize<string?>(answer[1..])) : Verdict.Refuse(answer[1..]);
}
