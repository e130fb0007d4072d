using JwtCore.Cli;

using Stream input = StandardStreams.OpenInput();
using Stream output = StandardStreams.OpenOutput();
using TextWriter error = StandardStreams.OpenError();
return await CommandLine.RunAsync(args, input, output, error, ToolEnvironment.OfProcess());
