using Microsoft.Extensions.Logging;

namespace JwtCore.AspNetCore;

/// <summary>
/// The logger of ASP.NET Core's handler, whose lines for each refused request are lowered to Debug: a flood of bad tokens
/// must not become a flood of lines. What a scheme has to say it says through <see cref="RejectionLog"/>.
/// </summary>
internal sealed class QuietLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Quiet(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        // The inner one belongs to the container.
    }

    private sealed class Quiet(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(Lower(logLevel));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (inner.IsEnabled(Lower(logLevel)))
            {
                inner.Log(Lower(logLevel), eventId, state, exception, formatter);
            }
        }

        private static LogLevel Lower(LogLevel level) => level == LogLevel.Information ? LogLevel.Debug : level;
    }
}
