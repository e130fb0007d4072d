using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace JwtCore.Tests.Support;

/// <summary>The tests of all test projects as Class.Method, read from their sources, and those that a page names.</summary>
internal static partial class TestNames
{
    private static readonly Lazy<HashSet<string>> Names = new(() =>
    [
        .. Repository.Files(Path.Combine(Repository.Root, "tests"), "*.cs")
            .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "Fact" or "Theory"))
            .Select(method => $"{((TypeDeclarationSyntax)method.Parent!).Identifier.ValueText}.{method.Identifier.ValueText}"),
    ]);

    public static bool Exists(string name) => Names.Value.Contains(name);

    /// <summary>What a text names as a test: a class and a method of several words, between backquotes.</summary>
    public static string[] In(string text) => [.. Named().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"`([A-Z]\w*\.[A-Z]\w*_\w*)`")]
    private static partial Regex Named();
}
