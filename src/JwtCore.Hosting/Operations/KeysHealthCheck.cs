using System.Globalization;
using JwtCore.Algorithms;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace JwtCore.Hosting;

/// <summary>The state of all remote keys and of the core's own signature code: the worst of them. It waits for nothing; a source that nobody has asked for yet is asked now.</summary>
internal sealed class KeysHealthCheck(HostKeys hostKeys, HostStage stage, Ed25519SelfTest selfTest) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthStatus worst = HealthStatus.Healthy;
        Dictionary<string, object> data = [];
        foreach (NamedKeys one in await hostKeys.FindAsync())
        {
            (string name, RemoteJwks keys) = one;
            KeyWatch.Load(keys);
            JwksStatus status = keys.Status;
            HealthStatus health = Judge(status.State, context.Registration.FailureStatus);
            worst = health < worst ? health : worst;
            worst = worst == HealthStatus.Healthy && one.PlainHttpHost is not null ? stage.HealthInPlainHttp : worst;
            data[$"{name}.state"] = status.State.ToString();
            data[$"{name}.keys"] = status.Keys.Count;
            if (one.PlainHttpHost is string host)
            {
                data[$"{name}.plainHttp"] = stage.Describe(host);
            }

            if (health != HealthStatus.Healthy && status.LastAttempts.FirstOrDefault(attempt => attempt.Outcome != RefreshOutcome.Discarded) is { IsSuccess: false } failed)
            {
                data[$"{name}.cause"] = LogText.Named(failed);
            }
        }

        List<string> directories = [];
        foreach ((string name, IssuerDirectory directory) in await hostKeys.FindDirectoriesAsync())
        {
            // One tenant's outage must not take the host out of service: the keys of single issuers are counted, no more.
            DirectoryHealth health = DirectoryHealth.Of(directory);
            worst = health.IsFailing && worst == HealthStatus.Healthy && context.Registration.FailureStatus != HealthStatus.Healthy ? HealthStatus.Degraded : worst;
            data[$"{name}.issuers"] = health.Issuers;
            data[$"{name}.issuersWithoutKeys"] = health.WithoutKeys;
            data[$"{name}.issuersNotConfirmed"] = health.NotConfirmed;
            directories.Add(health.Describe(name));
        }

        string description = string.Join(", ", [.. data.Where(entry => entry.Key.EndsWith(".state", StringComparison.Ordinal)).Select(Describe), .. directories]);
        if (selfTest.Failed.IsCancellationRequested)
        {
            worst = context.Registration.FailureStatus < worst ? context.Registration.FailureStatus : worst;
            data["selfTest"] = "Failed";
            description = string.Join(", ", ((string[])[description, "the self-test of Ed25519 failed"]).Where(part => part.Length > 0));
        }

        return new HealthCheckResult(worst, description, data: data);

        string Describe(KeyValuePair<string, object> entry)
        {
            string name = entry.Key[..^".state".Length];
            string cause = data.TryGetValue($"{name}.cause", out object? text) ? $" ({text})" : "";
            string plain = data.TryGetValue($"{name}.plainHttp", out object? warning) ? $", {warning}" : "";
            return string.Create(CultureInfo.InvariantCulture, $"{name}: {entry.Value}, {data[$"{name}.keys"]} keys{cause}{plain}");
        }
    }

    private static HealthStatus Judge(JwksState state, HealthStatus failure) => state switch
    {
        JwksState.Fresh => HealthStatus.Healthy,
        JwksState.Overdue => failure == HealthStatus.Healthy ? HealthStatus.Healthy : HealthStatus.Degraded,
        _ => failure,
    };
}
