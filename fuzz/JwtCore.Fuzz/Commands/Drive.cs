using JwtCore.Fuzz.Targets;
using SharpFuzz;

namespace JwtCore.Fuzz.Commands;

/// <summary>Runs one target under afl-fuzz, in a process of its own, so that even a death of the runtime is a finding and no end.</summary>
internal static class Drive
{
    public static int Run(Func<FuzzTarget> make)
    {
        // Made on the first call: what the core counts is counted into memory that is there only then.
        FuzzTarget? target = null;
        MemoryStream input = new();
        Fuzzer.OutOfProcess.Run(stream =>
        {
            input.SetLength(0);
            stream.CopyTo(input);
            (target ??= make()).Run(input.ToArray());
        });
        return 0;
    }
}
