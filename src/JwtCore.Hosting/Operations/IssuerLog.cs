using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>
/// Logs the questions of one directory that led to no answer, with their causes. Tokens that nobody verified cause
/// questions, so lines are limited. Thread-safe.
/// </summary>
internal sealed class IssuerLog : IDisposable
{
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly Dictionary<IssuerOutcome, LineLimit> _limits;

    public IssuerLog(string name, ILogger logger, TimeProvider time)
    {
        _name = name;
        _logger = logger;
        _limits = Enum.GetValues<IssuerOutcome>().ToDictionary(
            outcome => outcome, outcome => new LineLimit(time, others => Log.MoreIssuersNotFound(logger, others, name, outcome)));
    }

    /// <summary>Logs an answer, if it is a failure.</summary>
    public void Add(IssuerAnswer answer)
    {
        if (!answer.IsFailure || !_limits[answer.Outcome].MayWrite())
        {
            return;
        }

        if (answer.Outcome == IssuerOutcome.PolicyRefused)
        {
            Log.IssuerPolicyRefused(_logger, _name, answer.Explain());
        }
        else
        {
            Log.IssuerNotFound(_logger, _name, answer.Outcome, answer.Explain());
        }
    }

    public void Dispose()
    {
        foreach (LineLimit limit in _limits.Values)
        {
            limit.Dispose();
        }
    }
}
