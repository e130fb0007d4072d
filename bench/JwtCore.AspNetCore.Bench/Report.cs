using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.AspNetCore.Bench;

/// <summary>Runs all loads and writes the table: nobody types a number.</summary>
internal static class Report
{
    private static readonly Load[] Loads =
    [
        new(JwtAlgorithm.RS256, IsFresh: false, "/"),
        new(JwtAlgorithm.RS256, IsFresh: true, "/"),
        new(JwtAlgorithm.ES256, IsFresh: false, "/"),
        new(JwtAlgorithm.ES256, IsFresh: true, "/"),
        new(JwtAlgorithm.RS256, IsFresh: false, "/sub"),
        new(JwtAlgorithm.RS256, IsFresh: true, "/sub"),
    ];

    public static async Task WriteAsync(TextWriter output, Scale scale)
    {
        TestKeyPair[] pairs = [TestKeyPair.Create(JwtAlgorithm.RS256, "key-1"), TestKeyPair.Create(JwtAlgorithm.ES256, "key-2")];
        string jwks = new JsonObject { ["keys"] = new JsonArray([.. pairs.Select(pair => pair.ToJwk())]) }.ToJsonString();
        await using Servers servers = await Servers.StartAsync(jwks);
        WriteHead(output, scale, Load.Token(pairs[0], 0).Length);
        foreach (Load load in Loads)
        {
            string[] tokens = load.Tokens(pairs.Single(pair => pair.Algorithm == load.Algorithm), scale);
            WriteRows(output, load, await servers.RunAsync(load.Path, tokens, scale));
        }

        // What else ran on these cores; ratios of a busy machine are rougher than bytes.
        if (File.Exists("/proc/loadavg"))
        {
            output.WriteLine();
            output.WriteLine($"Load of the machine at the end, over 1, 5 and 15 minutes: {string.Join(", ", (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[..3])}.");
        }
    }

    private static void WriteHead(TextWriter output, Scale scale, int length)
    {
        output.WriteLine($"# A minimal API behind JwtBearer and behind JwtCore, {DateTime.UtcNow:yyyy-MM-dd}");
        output.WriteLine();
        output.WriteLine($"`dotnet run -c Release --project bench/JwtCore.AspNetCore.Bench -- report FILE` on {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}; JwtBearer {typeof(Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerHandler).Assembly.GetName().Version}, Microsoft.IdentityModel {typeof(Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler).Assembly.GetName().Version}.");
        output.WriteLine();
        output.WriteLine(Text($"Each server is a process with Kestrel, asked over loopback by {ServerProcess.Connections} connections of one client, which shares the cores. {scale.Rounds} rounds of {scale.Requests} requests, in which the servers take turns; a ratio is the median of the rounds' own, so that what disturbs a round disturbs both sides. Before a load each server gets {scale.WarmUp} requests. Tokens have twelve claims, {length} characters with RS256. Repeated tokens are {Load.Repeated} that come again and again, fresh ones come once. A path that reads a claim looks for `sub` in the user. Processor time is that of the server's process, and depends less on what else runs than requests per second do."));
        output.WriteLine();
        output.WriteLine("The first row of a load is a scheme that lets everybody in: what HTTP and ASP.NET Core take by themselves. The last column is what a guard takes on top of that.");
        output.WriteLine();
        output.WriteLine("| load | guard | requests per second, to JwtBearer's | processor time, to JwtBearer's | bytes per request | bytes of its own | to JwtBearer's |");
        output.WriteLine("|---|---|---|---|---|---|---|");
    }

    private static void WriteRows(TextWriter output, Load load, Dictionary<Guard, Measurement[]> rounds)
    {
        double nothing = Median(rounds[Guard.Nobody].Select(one => one.Bytes));
        double theirs = Median(rounds[Guard.JwtBearer].Select(one => one.Bytes)) - nothing;
        foreach ((Guard guard, Measurement[] own) in rounds)
        {
            double bytes = Median(own.Select(one => one.Bytes));
            double processor = Median(own.Zip(rounds[Guard.JwtBearer], (one, other) => one.Processor / other.Processor));
            double ratio = Median(own.Zip(rounds[Guard.JwtBearer], (one, other) => one.PerSecond / other.PerSecond));
            string name = $"{load.Algorithm}, {(load.IsFresh ? "fresh" : "repeated")}{(load.Path == "/" ? "" : ", a claim read")}";
            output.WriteLine(Text($"| {name} | {Name(guard)} | {ratio:F2} | {processor:F2} | {bytes:N0} | {(guard == Guard.Nobody ? "" : Text($"{bytes - nothing:N0}"))} | {(guard == Guard.Nobody ? "" : Text($"{(bytes - nothing) / theirs:F2}"))} |"));
        }
    }

    private static string Name(Guard guard) => guard switch
    {
        Guard.Nobody => "none",
        Guard.JwtCoreUncached => "JwtCore without its cache",
        _ => guard.ToString(),
    };

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
