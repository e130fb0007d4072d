namespace JwtCore.Hosting;

/// <summary>Reads settings, and knows what they say in vain. Thread-safe.</summary>
internal interface ISettingsUser
{
    /// <summary>What the log says of its settings.</summary>
    public ValueTask<IReadOnlyList<SettingsReport>> ReportAsync();
}
