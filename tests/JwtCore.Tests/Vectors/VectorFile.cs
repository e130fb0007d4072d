using System.Text;
using System.Text.Json;

namespace JwtCore.Tests.Vectors;

/// <summary>
/// The shared test vectors: <c>$JWTCORE_VECTORS</c>, or <c>../shared/vectors</c> beside the repository. Without them
/// the tests that read them are skipped; with a variable that names no folder they fail.
/// </summary>
internal static class VectorFile
{
    public const string Variable = "JWTCORE_VECTORS";

    private static readonly string? Folder = Find();

    public static byte[] Bytes(string path) => File.ReadAllBytes(Locate(path));

    public static JsonElement Json(string path) => JsonElement.Parse(Bytes(path));

    public static IEnumerable<JsonElement> JsonLines(string path) =>
        File.ReadLines(Locate(path), Encoding.UTF8).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line));

    /// <summary>The files below a folder, as sorted paths relative to it with forward slashes.</summary>
    public static string[] Names(string folder, string pattern)
    {
        string root = Locate(folder);
        return [.. Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
    }

    private static string Locate(string path)
    {
        Assert.SkipWhen(Folder is null, $"The test vectors are not here: neither ${Variable} nor ../shared/vectors beside the repository.");
        return Path.Combine(Folder!, path);
    }

    private static string? Find()
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(folder))
        {
            return folder;
        }

        DirectoryInfo? repository = new(AppContext.BaseDirectory);
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "JwtCore.sln")))
        {
            repository = repository.Parent;
        }

        folder = repository?.Parent is null ? null : Path.Combine(repository.Parent.FullName, "shared", "vectors");
        return Directory.Exists(folder) ? folder : null;
    }
}
