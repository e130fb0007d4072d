using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>
/// Says what plain http means in this host: a warning in Development, an error anywhere else, also where the environment
/// is not known.
/// </summary>
internal sealed class HostStage(IHostEnvironment? environment)
{
    private bool IsDevelopment => environment?.IsDevelopment() == true;

    /// <summary>The best health of a source that is asked in plain http.</summary>
    public HealthStatus HealthInPlainHttp => IsDevelopment ? HealthStatus.Healthy : HealthStatus.Degraded;

    /// <summary>The words for the health check.</summary>
    public string Describe(string host) => IsDevelopment ? $"warning: plain http from {host}" : $"error: plain http from {host} outside Development";

    /// <summary>Logs that a source is asked in plain http, if it is.</summary>
    public void Warn(ILogger logger, NamedKeys one)
    {
        if (one.PlainHttpHost is string host)
        {
            if (IsDevelopment)
            {
                Log.PlainHttp(logger, one.Name, host);
            }
            else
            {
                Log.PlainHttpOutsideDevelopment(logger, one.Name, host);
            }
        }
    }
}
