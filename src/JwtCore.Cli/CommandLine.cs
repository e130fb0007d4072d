using System.CommandLine;
using System.Text;

namespace JwtCore.Cli;

/// <summary>The whole program, apart from the process around it.</summary>
internal static class CommandLine
{
    public const string Name = "jwtcore";

    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="input">Standard input, as bytes.</param>
    /// <param name="output">Standard output; UTF-8 is written to it.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="environment">What is around the program; null for nothing.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Stream input, Stream output, TextWriter error, ToolEnvironment? environment = null)
    {
        // Never disposed: that would write once more what could not be written, and throw once more.
        StreamWriter writer = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        try
        {
            return await RunAsync(args, input, writer, error, environment ?? new ToolEnvironment());
        }
        catch (UsageException wrong)
        {
            await error.WriteAsync($"{Name}: {SafeText.Escape(wrong.Message)}\n");
            return ExitCode.WrongUsage;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Reading wraps its own failures, so this one is of standard output: a full disk, a closed pipe, no stream.
            await error.WriteAsync($"{Name}: cannot write to standard output: {SafeText.Escape(failure.Message)}\n");
            return ExitCode.WrongUsage;
        }
    }

    private static async Task<int> RunAsync(string[] args, Stream input, StreamWriter writer, TextWriter error, ToolEnvironment environment)
    {
        if (args.Length == 0)
        {
            await Root(input, writer, error, environment).Parse(["--help"]).InvokeAsync(new InvocationConfiguration { Output = error });
            return ExitCode.WrongUsage;
        }

        // A token or a path may start with '@' or with letters that bundling would take for options.
        ParserConfiguration parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        ParseResult parsed = Root(input, writer, error, environment).Parse(args, parser);
        ParseErrors.Check(parsed, args);

        // Without a handler of its own the runtime ends the process at Ctrl+C, which is all that a filter needs.
        InvocationConfiguration invocation = new()
        {
            Output = writer,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        int code = await parsed.InvokeAsync(invocation);
        await writer.FlushAsync();
        return ParseErrors.AsksForHelp(parsed) && parsed.CommandResult.Command is VerifyCommand verify && verify.LacksTokenAlone(parsed)
            ? throw new UsageException("--help stands where a token may stand: nothing was verified. A token goes after '--'.")
            : code;
    }

    /// <summary>The tables of commands and options.</summary>
    internal static RootCommand Root(Stream input, TextWriter output, TextWriter error, ToolEnvironment environment)
    {
        RootCommand root = new("Strict verification of JSON Web Tokens, and what goes with it.") { HelpName = Name };
        root.Directives.Clear();
        HelpWithNotes.Install(root, environment.Columns());
        root.Add(new VerifyCommand(input, output, error, environment));
        root.Add(new InspectCommand(input, output, error, environment));
        root.Add(new JwksCommand(input, output, error, environment));
        root.Add(new DoctorCommand(input, output, error, environment));
        root.Add(new KeygenCommand(output, error));
        root.Add(new IssueCommand(output));
        root.Add(new ServeCommand(input, output, error, environment));
        root.Add(new CompletionCommand(output));
        return root;
    }
}
