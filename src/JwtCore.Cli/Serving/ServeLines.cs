using System.Text;

namespace JwtCore.Cli;

/// <summary>Does what lines of standard input say. What is not understood is told, never repeated.</summary>
internal sealed class ServeLines(Stream input, LocalIssuer issuer, ServeConsole console, bool isTerminal)
{
    private const int LongestLine = 64;

    /// <summary>
    /// Ends at <c>quit</c>, and at the end of standard input when that is a terminal. Otherwise the end means that nobody steers:
    /// a service has no standard input, and serves until it is stopped.
    /// </summary>
    /// <exception cref="UsageException">Standard input cannot be read.</exception>
    public async Task RunAsync()
    {
        await foreach (ReadOnlyMemory<byte> line in TokenLines.ReadAsync(input, LongestLine))
        {
            string[] words = Encoding.UTF8.GetString(line.Span).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words is ["quit"])
            {
                return;
            }

            Do(words);
        }

        if (!isTerminal)
        {
            await Task.Delay(Timeout.Infinite);
        }
    }

    private void Do(string[] words)
    {
        switch (words)
        {
            case []:
                break;
            case ["rotate"]:
                console.Rotated(issuer.Rotate());
                break;
            case ["fail"]:
                issuer.Fail(null);
                console.Failing(null);
                break;
            case ["fail", string text] when DurationOption.TryRead(text, 1, ControlEndpoint.LongestOutage, out long seconds):
                issuer.Fail(TimeSpan.FromSeconds(seconds));
                console.Failing(TimeSpan.FromSeconds(seconds));
                break;
            case ["fail", ..]:
                console.Note($"fail takes one duration such as 30s or 5m, from 1 to {ControlEndpoint.LongestOutage} seconds, or none.");
                break;
            case ["recover"]:
                issuer.Recover();
                console.Recovered();
                break;
            default:
                console.Note("the line is none of: rotate, fail DURATION, recover, quit.");
                break;
        }
    }
}
