namespace JwtCore.Hosting;

/// <summary>A place that may have settings.</summary>
internal interface ISettingSource
{
    /// <summary>What is there for a setting, or null.</summary>
    public SettingText? Find(string name);
}
