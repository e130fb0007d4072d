using System.Text.Json;

namespace JwtCore.Cli.Tests.Field;

/// <summary>
/// The field cases: <c>$JWTCORE_FIELD</c>, else <c>../shared/field</c> beside the checkout, else the copy in tests/field. A
/// variable that names no set fails.
/// </summary>
internal static class FieldSet
{
    /// <summary>How many cases of each kind there are, so that none is lost without a word.</summary>
    public static readonly IReadOnlyDictionary<string, int> Counts = new Dictionary<string, int>
    {
        ["same-kid"] = 10,
        ["far-exp"] = 12,
        ["key-text"] = 10,
        ["null-members"] = 6,
        ["ec-length"] = 6,
        ["oct-beside"] = 7,
        ["jwk-base64"] = 3,
        ["empty-aud"] = 2,
        ["claim-malformed"] = 16,
        ["doctor-cause"] = 9,
        ["found-expected"] = 7,
        ["not-a-set"] = 6,
        ["network"] = 18,
        ["command-line"] = 14,
    };

    /// <summary>Kinds of which not every case is right yet. The change that makes one right takes it from this list.</summary>
    public static readonly string[] NotYetAsserted = [];

    /// <summary>Whether the variable names a set.</summary>
    public static bool IsOther => Environment.GetEnvironmentVariable("JWTCORE_FIELD") is { Length: > 0 };

    /// <summary>The folder of field.jsonl.</summary>
    public static string Folder { get; } = Find();

    /// <summary>The folder of the files that cases name, in which the command runs.</summary>
    public static string Files => Path.Combine(Folder, "files");

    public static IReadOnlyList<FieldCase> Cases { get; } =
        [.. File.ReadLines(Path.Combine(Folder, "field.jsonl")).Where(line => line.Length > 0).Select(line => new FieldCase(JsonElement.Parse(line)))];

    private static string Find()
    {
        if (IsOther)
        {
            return Path.GetFullPath(Environment.GetEnvironmentVariable("JWTCORE_FIELD")!);
        }

        DirectoryInfo repository = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(repository.FullName, "JwtCore.sln")))
        {
            repository = repository.Parent!;
        }

        string shared = Path.Combine(repository.Parent!.FullName, "shared", "field");
        return Directory.Exists(shared) ? shared : Path.Combine(repository.FullName, "tests", "field");
    }
}
