using System.Reflection;
using System.Xml.Linq;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Architecture;

public class ReferenceTests
{
    // The SDK adds it to every project that is checked for trimming.
    private const string OfSdk = "Microsoft.NET.ILLink.Tasks";

    public static TheoryData<string> Companions =>
        [.. Projects().Where(project => project != "src/JwtCore/JwtCore.csproj")];

    [Fact]
    public void The_core_refers_to_no_package_and_no_project()
    {
        XElement project = Load("src/JwtCore/JwtCore.csproj");

        Assert.Empty(Includes(project, "PackageReference"));
        Assert.Empty(Includes(project, "ProjectReference"));
        Assert.Empty(Includes(project, "FrameworkReference"));
        Assert.Empty(Includes(project, "Reference"));
    }

    [Fact]
    public void No_build_file_above_the_core_gives_it_a_package()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.Root, "Directory.*.*"))
        {
            Assert.Empty(Includes(XElement.Load(file), "PackageReference"));
            Assert.Empty(Includes(XElement.Load(file), "GlobalPackageReference"));
        }
    }

    // The command line has one package, which has none of its own; what it is published with comes with the SDK.
    [Theory, InlineData("JwtCore.Hosting"), InlineData("JwtCore.JwtBearer"), InlineData("JwtCore.Mcp")]
    public void What_a_package_brings_along_is_pinned_by_its_lock_file(string name)
    {
        string folder = Path.Combine(Repository.Root, "src", name);
        string[] direct = [.. Includes(Load($"src/{name}/{name}.csproj"), "PackageReference")];
        System.Text.Json.JsonElement locked = System.Text.Json.JsonElement.Parse(File.ReadAllText(Path.Combine(folder, "packages.lock.json")))
            .GetProperty("dependencies").GetProperty("net10.0");

        Assert.NotEmpty(direct);
        Assert.Equal(direct.Order(), locked.EnumerateObject().Where(item => item.Value.GetProperty("type").GetString() == "Direct").Select(item => item.Name).Except([OfSdk]).Order());
        Assert.All(
            locked.EnumerateObject().Where(item => item.Value.GetProperty("type").GetString() != "Project"),
            item => Assert.False(string.IsNullOrEmpty(item.Value.GetProperty("contentHash").GetString())));
    }

    [Fact]
    public void The_built_core_refers_to_the_shared_framework_alone()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        AssemblyName[] references = typeof(JwtVerifier).Assembly.GetReferencedAssemblies();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));
        Assert.All(references, reference => Assert.True(File.Exists(Path.Combine(framework, reference.Name + ".dll")), reference.FullName));
    }

    [Theory, MemberData(nameof(Companions))]
    public void A_companion_refers_to_the_core_and_to_the_companions_it_builds_on(string project)
    {
        // Settings are read in one place, and the tool issues tokens by the one code that signs.
        string[] companions = Path.GetFileNameWithoutExtension(project) switch
        {
            "JwtCore.AspNetCore" => ["JwtCore.Hosting"],
            "JwtCore.JwtBearer" => ["JwtCore.Hosting"],
            "JwtCore.Mcp" => ["JwtCore.AspNetCore", "JwtCore.Hosting"],
            "JwtCore.Cli" => ["JwtCore.Hosting", "JwtCore.Testing"],
            _ => [],
        };
        string[] allowed = [.. companions.Append("JwtCore").Select(name => $"src/{name}/{name}.csproj")];
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, project))!;

        Assert.All(
            Includes(Load(project), "ProjectReference"),
            reference => Assert.Contains(Repository.Relative(Repository.Root, Path.GetFullPath(Path.Combine(folder, reference.Replace('\\', '/')))), allowed));
    }

    [Fact]
    public void The_packages_of_a_host_are_of_the_framework_s_own_line()
    {
        string[] packages = [.. Includes(Load("src/JwtCore.Hosting/JwtCore.Hosting.csproj"), "PackageReference")];
        Dictionary<string, string> versions = Load("Directory.Packages.props").Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

        Assert.Equal(["Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options"], packages.Order());
        Assert.All(packages, package => Assert.Equal("10.0.0", versions[package]));
        Assert.Empty(Includes(Load("src/JwtCore.Hosting/JwtCore.Hosting.csproj"), "FrameworkReference"));
        Assert.Empty(Includes(Load("src/JwtCore.AspNetCore/JwtCore.AspNetCore.csproj"), "PackageReference"));
    }

    [Fact]
    public void The_bridge_brings_JwtBearer_and_its_versions_are_written_down()
    {
        string[] packages = [.. Includes(Load("src/JwtCore.JwtBearer/JwtCore.JwtBearer.csproj"), "PackageReference")];
        string locked = File.ReadAllText(Path.Combine(Repository.Root, "src", "JwtCore.JwtBearer", "packages.lock.json"));

        Assert.Equal(["Microsoft.AspNetCore.Authentication.JwtBearer", "Microsoft.Bcl.Cryptography", "Microsoft.IdentityModel.Protocols.OpenIdConnect"], packages.Order());
        Assert.All(packages, package => Assert.Contains($"\"{package}\": {{", locked, StringComparison.Ordinal));
    }

    [Fact]
    public void The_package_of_MCP_servers_brings_their_SDK_alone() =>
        Assert.Equal(["ModelContextProtocol.AspNetCore"], Includes(Load("src/JwtCore.Mcp/JwtCore.Mcp.csproj"), "PackageReference"));

    [Fact]
    public void Nothing_in_src_refers_to_tests_bench_or_fuzz()
    {
        string[] shipped = [.. Projects()];

        Assert.NotEmpty(shipped);
        Assert.All(shipped, project => Assert.DoesNotContain(
            Load(project).DescendantsAndSelf().SelectMany(element => element.Attributes()).Where(attribute => attribute.Name.LocalName is "Include" or "Project"),
            attribute => attribute.Value.Split('/', '\\').Any(part => part is "tests" or "bench" or "fuzz")));
    }

    private static IEnumerable<string> Projects() =>
        Repository.Files(Path.Combine(Repository.Root, "src"), "*.csproj").Select(file => Repository.Relative(Repository.Root, file));

    private static XElement Load(string project) => XElement.Load(Path.Combine(Repository.Root, project));

    private static IEnumerable<string> Includes(XElement project, string item) =>
        project.Descendants(item).Select(element => element.Attribute("Include")?.Value ?? element.Attribute("Update")?.Value ?? "");
}
