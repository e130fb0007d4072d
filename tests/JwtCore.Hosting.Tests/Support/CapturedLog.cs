using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting.Tests.Support;

/// <summary>Keeps everything that is logged.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string? Event, string Text)> Entries { get; } = new();

    /// <summary>The event that cannot be written; null when all can.</summary>
    public string? ThrowsAt { get; init; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name is string name && name == ThrowsAt)
        {
            throw new IOException("The disk is full.");
        }

        Entries.Enqueue((logLevel, eventId.Name, formatter(state, exception) + exception));
    }

    public void Dispose()
    {
    }
}
