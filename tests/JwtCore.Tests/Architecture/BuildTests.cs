using System.Diagnostics;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Architecture;

/// <summary>What the build file above all projects says of them, evaluated by the build itself.</summary>
public sealed class BuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jwtcore").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("checkout", "src/JwtCore", "true")]
    [InlineData("checkout", "tests/JwtCore.Tests", "false")]
    [InlineData("src/checkout", "src/JwtCore", "true")]
    [InlineData("src/checkout", "tests/JwtCore.Tests", "false")]
    public async Task What_is_shipped_does_not_depend_on_where_the_checkout_is(string checkout, string project, string isShipped)
    {
        string root = Path.Combine(_folder, checkout);
        string folder = Directory.CreateDirectory(Path.Combine(root, project)).FullName;
        foreach (string file in (string[])["Directory.Build.props", "CHANGELOG.md"])
        {
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(root, file));
        }

        File.WriteAllText(Path.Combine(folder, "P.proj"), """<Project><Import Project="../../Directory.Build.props" /></Project>""");
        Assert.Equal(isShipped, await Property(folder, "CheckForOverflowUnderflow") is "true" ? "true" : "false");
    }

    private static async Task<string> Property(string folder, string name)
    {
        using Process build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", "P.proj", $"-getProperty:{name}", "-nodeReuse:false"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        string output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, output);
        return output.Trim();
    }
}
