using JwtCore.Jwks;
using Microsoft.Extensions.Logging;

namespace JwtCore.AspNetCore;

/// <summary>
/// The logger of ASP.NET Core's handler, whose lines for each refused request are lowered to Debug: a flood of bad tokens
/// must not become a flood of lines. What a scheme has to say it says through <see cref="RejectionLog"/>.
/// </summary>
internal sealed class QuietLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    // The line that has the failure's message, which an event may have made of anything.
    private const string HasFailure = "AuthenticationSchemeNotAuthenticatedWithFailure";
    private const int LongestLine = 500;

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
                inner.Log(Lower(logLevel), eventId, state, exception, eventId.Name == HasFailure ? Quoted(formatter) : formatter);
            }
        }

        private static Func<TState, Exception?, string> Quoted<TState>(Func<TState, Exception?, string> formatter) =>
            (state, exception) => PrintableText.Quote(formatter(state, exception), LongestLine);

        private static LogLevel Lower(LogLevel level) => level == LogLevel.Information ? LogLevel.Debug : level;
    }
}
