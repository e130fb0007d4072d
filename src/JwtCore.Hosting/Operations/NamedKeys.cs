namespace JwtCore.Hosting;

/// <summary>A source of remote keys, with the name that the health check, the warm-up and the log use for it.</summary>
/// <param name="Name">The name: an authentication scheme, or the section of the settings.</param>
/// <param name="Keys">The source.</param>
internal readonly record struct NamedKeys(string Name, RemoteJwks Keys)
{
    /// <summary>The host and port that is asked in plain http because an option or a setting allows it, or null.</summary>
    public string? PlainHttpHost => Keys.Guarantees.PlainHttpHost;

    /// <summary>Sources by one name, numbered when there are several.</summary>
    public static IEnumerable<NamedKeys> Of(string name, IReadOnlyList<RemoteJwks> sources) =>
        sources.Select((keys, index) => new NamedKeys(sources.Count == 1 ? name : $"{name}:{index}", keys));
}
