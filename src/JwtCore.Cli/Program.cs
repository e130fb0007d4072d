using JwtCore.Cli;

using Stream input = Console.OpenStandardInput();
using Stream output = Console.OpenStandardOutput();
return await CommandLine.RunAsync(args, input, output, Console.Error, ToolEnvironment.OfProcess());
