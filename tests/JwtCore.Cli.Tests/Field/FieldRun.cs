using System.Collections;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace JwtCore.Cli.Tests.Field;

/// <summary>What the program left behind in one case; no code when it did not end in time.</summary>
internal sealed record FieldRun(int? Code, string Output, string Error, FieldValues Values)
{
    private static readonly string[] Foreign = ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir"];

    /// <summary>Runs the built program in a process of its own.</summary>
    public static async Task<FieldRun> Of(FieldCase item, CancellationToken cancellation)
    {
        // Bound and not listening, so that nobody else takes the port meanwhile.
        using Socket holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using FieldServer? server = item.Server is JsonElement setup ? new FieldServer(setup) : null;
        FieldValues values = new(((IPEndPoint)holder.LocalEndPoint!).Port, server);
        if (server is not null)
        {
            server.Values = values;
        }

        using Process process = Process.Start(Describe(item, values))!;
        Task feeding = FeedAsync(process, Input(item, values));
        Task<byte[]> output = ReadAsync(process.StandardOutput.BaseStream, item.Reads);
        Task<byte[]> error = ReadAsync(process.StandardError.BaseStream, null);
        int? code = null;
        try
        {
            await process.WaitForExitAsync(cancellation).WaitAsync(item.Timeout, cancellation);
            code = process.ExitCode;
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }

        await feeding;
        return new FieldRun(code, Encoding.UTF8.GetString(await output), Encoding.UTF8.GetString(await error), values);
    }

    private static ProcessStartInfo Describe(FieldCase item, FieldValues values)
    {
        ProcessStartInfo start = new() { WorkingDirectory = FieldSet.Files, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string dotnet = Environment.ProcessPath is string host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        string[] command = [dotnet, typeof(CommandLine).Assembly.Location, .. item.Arguments.Select(values.Fill)];
        string redirections = Redirections(item);
        command = redirections.Length > 0 ? ["/bin/sh", "-c", "exec \"$@\"" + redirections, "sh", .. command] : command;
        start.FileName = command[0];
        Array.ForEach(command[1..], start.ArgumentList.Add);
        foreach (string name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
        {
            if (name.StartsWith("JWTCORE_", StringComparison.Ordinal) || Foreign.Contains(name.ToLowerInvariant()))
            {
                start.Environment.Remove(name);
            }
        }

        foreach (JsonProperty variable in item.Variables)
        {
            start.Environment[variable.Name] = values.Fill(variable.Value.GetString()!);
        }

        return start;
    }

    // Only a shell can start a program with a stream closed.
    private static string Redirections(FieldCase item) => string.Concat(
        item.Closed.Select(stream => stream switch { "stdin" => " <&-", "stdout" => " >&-", _ => " 2>&-" })
            .Concat(item.Full.Select(stream => stream == "stdout" ? " >/dev/full" : " 2>/dev/full")));

    private static byte[] Input(FieldCase item, FieldValues values)
    {
        if (item.Input is not JsonElement input)
        {
            return [];
        }

        byte[] once = input.TryGetProperty("file", out JsonElement file)
            ? File.ReadAllBytes(Path.Combine(FieldSet.Files, file.GetString()!))
            : Encoding.Latin1.GetBytes(values.Fill(input.GetProperty("text").GetString()!));
        int times = input.TryGetProperty("times", out JsonElement count) ? count.GetInt32() : 1;
        return [.. Enumerable.Repeat(once, times).SelectMany(bytes => bytes)];
    }

    private static async Task FeedAsync(Process process, byte[] input)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended, or closed its input, before it had read all.
        }
    }

    // A reader that goes away after some bytes closes its end of the pipe.
    private static async Task<byte[]> ReadAsync(Stream stream, int? most)
    {
        await using Stream source = stream;
        if (most is int count)
        {
            byte[] first = new byte[count];
            return first[..await source.ReadAsync(first)];
        }

        MemoryStream all = new();
        await source.CopyToAsync(all);
        return all.ToArray();
    }
}
