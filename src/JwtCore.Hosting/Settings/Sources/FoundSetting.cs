namespace JwtCore.Hosting;

/// <summary>What one source has for a setting.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Text">What is there.</param>
internal sealed record FoundSetting(string Name, SettingText Text);
