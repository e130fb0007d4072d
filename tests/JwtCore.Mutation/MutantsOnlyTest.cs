namespace JwtCore.Tests;

/// <summary>
/// Stands alone while mutants are made. It reaches none of them, so none is tried then, and it carries the core that has
/// them all away before the original is put back.
/// </summary>
public sealed class MutantsOnlyTest
{
    [Fact]
    public void The_core_with_all_mutants_is_carried_away()
    {
        string target = Environment.GetEnvironmentVariable("MutantsTo") ?? throw new InvalidOperationException("MutantsTo is not set.");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "JwtCore.dll"), target, overwrite: true);
    }
}
