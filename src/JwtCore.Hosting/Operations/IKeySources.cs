namespace JwtCore.Hosting;

/// <summary>Knows remote keys that a host verifies with. Thread-safe.</summary>
internal interface IKeySources
{
    /// <summary>Finds the sources; the same one may appear several times.</summary>
    public ValueTask<IReadOnlyList<NamedKeys>> FindAsync();

    /// <summary>Finds the directories of issuers; the same one may appear several times.</summary>
    public ValueTask<IReadOnlyList<NamedDirectory>> FindDirectoriesAsync() => new([]);
}
