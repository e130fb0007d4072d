using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>
/// Says what is for development alone: plain http is a warning in Development, an error anywhere else, also where the environment
/// is not known. A verifier of JwtCore.Testing is refused in Production.
/// </summary>
internal sealed class HostStage(IHostEnvironment? environment)
{
    private const string TestPackage = "JwtCore.Testing";

    /// <summary>The environment is Development.</summary>
    public bool IsDevelopment => environment?.IsDevelopment() == true;

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

    /// <summary>Why this host must not start with a verifier, as a sentence; null when it may.</summary>
    public string? Refuses(ITokenVerifier? verifier) => environment?.IsProduction() == true && verifier?.GetType().Assembly.GetName().Name == TestPackage
        ? $"The verifier is a {verifier.GetType().Name} of {TestPackage}, which accepts tokens that anybody can make, and the environment is {environment.EnvironmentName}."
        : null;
}
