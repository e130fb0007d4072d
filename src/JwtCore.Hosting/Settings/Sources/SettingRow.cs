namespace JwtCore.Hosting;

/// <summary>One setting: its name, and how its text is read.</summary>
/// <param name="Name">The name in the section.</param>
/// <param name="Read">Reads what a source has; null for a setting that waives the check of another.</param>
/// <param name="Waiver">The setting that waives this one, or null.</param>
/// <param name="IsOfScheme">A scheme of ASP.NET Core reads it, whatever says which tokens are accepted.</param>
internal sealed record SettingRow(string Name, Func<SettingText, Setting<object>>? Read, string? Waiver = null, bool IsOfScheme = false);
