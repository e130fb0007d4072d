using Microsoft.Win32.SafeHandles;

namespace JwtCore.Cli;

/// <summary>The standard streams as the process got them: they may be closed, full, or lead to a reader that goes away.</summary>
internal static class StandardStreams
{
    // O_CLOEXEC of Linux, as /proc shows it: in octal.
    private const int CloseOnExec = 0x80000;

    public static Stream OpenInput() => IsClosed(0) ? new ClosedStream() : Console.OpenStandardInput();

    public static Stream OpenOutput()
    {
        if (IsClosed(1))
        {
            return new ClosedStream();
        }

        return OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : OpenPipe() ?? Console.OpenStandardOutput();
    }

    /// <summary>Standard error. What cannot be written there is lost, and changes no exit code.</summary>
    public static TextWriter OpenError() => new StreamWriter(new BestEffortStream(IsClosed(2) ? new ClosedStream() : Console.OpenStandardError()), Console.Error.Encoding)
    {
        AutoFlush = true,
        NewLine = "\n",
    };

    // The console's own stream hides that the reader of a pipe is gone, so the program would go on reading for nobody. A file
    // stays with it: FileStream writes at an offset of its own, over what another process wrote to the same file.
    private static FileStream? OpenPipe()
    {
        try
        {
            FileStream stream = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? null : stream;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Not open for writing: the console's stream says so at the first write.
            return null;
        }
    }

    // The runtime opens files of its own under a number that is free, and marks them as closed on exec; a stream that a
    // parent left to this process cannot have that mark.
    private static bool IsClosed(int descriptor)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            string? flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return flags is not null && (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & CloseOnExec) != 0;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            // No /proc, or another form of it.
            return false;
        }
    }
}
