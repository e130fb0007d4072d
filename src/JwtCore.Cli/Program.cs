using JwtCore.Cli;

using Stream input = Console.OpenStandardInput();
using Stream output = Console.OpenStandardOutput();
return await Tool.RunAsync(args, input, output, Console.Error, Surroundings.OfProcess());
