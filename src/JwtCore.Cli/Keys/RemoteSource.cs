namespace JwtCore.Cli;

/// <summary>Keys that are fetched, by the rules of the core: https, public keys, so many entries and bytes.</summary>
internal static class RemoteSource
{
    /// <summary>Whether a text is an address and not the name of a file: it starts with https:// or http://.</summary>
    public static bool IsAddress(string text) => text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Names the keys; does not ask for them yet.</summary>
    /// <exception cref="UsageException">The address may not be asked, or the algorithms have no public keys.</exception>
    public static RemoteJwks Open(KeyOrigin origin, RemoteJwksOptions options, AlgorithmList? algorithms = null)
    {
        if (algorithms is not null)
        {
            RefuseSecrets(algorithms, origin.Name);
        }

        if (origin.Value.Length == 0)
        {
            throw new UsageException($"{origin.Name}: must not be empty.");
        }

        try
        {
            return origin.Kind == KeyKind.Discovery ? RemoteJwks.Discover(origin.Value, options) : new RemoteJwks(origin.Value, options);
        }
        catch (RefusedArgumentException refusal)
        {
            string name = refusal.ParamName == nameof(options.MetadataUri) ? SourceOptions.MetadataName : origin.Name;
            throw new UsageException(refusal.OtherName switch
            {
                nameof(options.AllowHttpOnLoopback) => $"{name} must be an absolute https address with a host, without user information and fragment. Plain http is for this machine alone, with --allow-http-loopback.",
                nameof(options.MetadataUri) => refusal.Explain(name, SourceOptions.MetadataName),
                _ => refusal.Explain(name),
            });
        }
    }

    /// <summary>The rule of the core for every key set that is fetched, or judged as if it were.</summary>
    /// <exception cref="UsageException">The algorithms need a shared secret.</exception>
    public static void RefuseSecrets(AlgorithmList algorithms, string source)
    {
        if (Array.Exists(algorithms.Values, AlgorithmList.IsSecret))
        {
            throw new UsageException($"{algorithms.Name}: HS256, HS384 and HS512 do not go with keys that are fetched ({source}): what is published is no secret.");
        }
    }

    /// <summary>Fetches the keys now.</summary>
    public static Task<JwksAttempt> FetchAsync(RemoteJwks source, Progress progress) =>
        progress.WatchAsync(source.RefreshAsync(), $"fetching keys from {source.Host}");
}
