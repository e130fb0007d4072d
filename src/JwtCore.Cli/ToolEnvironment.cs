namespace JwtCore.Cli;

/// <summary>What the program finds around it, apart from its streams. The default is no terminal and no variables.</summary>
internal sealed class ToolEnvironment
{
    /// <summary>The value of an environment variable, or null.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Standard output is a terminal that wants colour.</summary>
    public bool HasColour { get; init; }

    /// <summary>Standard error is a terminal, where a note about a wait is not in the way.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Standard input is a terminal, where somebody may not know that it is read.</summary>
    public bool HasInputTerminal { get; init; }

    /// <summary>The width of the terminal that standard output is, in characters; null for a pipe or a file, which have none.</summary>
    public Func<int?> Columns { get; init; } = () => null;

    /// <summary>The clock of waits; tokens are judged by <c>--at</c> or the same.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public static ToolEnvironment OfProcess() => new()
    {
        Variable = Environment.GetEnvironmentVariable,
        HasColour = WantsColour(!Console.IsOutputRedirected, Environment.GetEnvironmentVariable),
        ShowsProgress = !Console.IsErrorRedirected,
        HasInputTerminal = !Console.IsInputRedirected,
        Columns = () => Console.IsOutputRedirected ? null : WidthOfConsole(),
    };

    /// <summary>Colour is for terminals alone, and not where NO_COLOR (https://no-color.org) or a dumb terminal says otherwise.</summary>
    public static bool WantsColour(bool isTerminal, Func<string, string?> variable) => isTerminal
        && string.IsNullOrEmpty(variable("NO_COLOR"))
        && variable("TERM") != "dumb"

        // Older consoles of Windows show the codes instead of obeying them.
        && (!OperatingSystem.IsWindows() || !string.IsNullOrEmpty(variable("WT_SESSION")));

    private static int? WidthOfConsole()
    {
        try
        {
            return Console.WindowWidth is > 0 and int width ? width : null;
        }
        catch (Exception thrown) when (thrown is IOException or PlatformNotSupportedException)
        {
            // A terminal that does not tell.
            return null;
        }
    }
}
