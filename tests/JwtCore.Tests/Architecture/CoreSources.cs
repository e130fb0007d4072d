using JwtCore.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace JwtCore.Tests.Architecture;

/// <summary>The source files of the core, compiled; paths are relative to the core's folder.</summary>
internal static class CoreSources
{
    public static readonly CSharpCompilation Compilation = Compiler.Compile(
        Repository.Files(Repository.Core, "*.cs").Select(file => (Repository.Relative(Repository.Core, file), File.ReadAllText(file))));

    private static readonly Lazy<(string From, string Symbol, string To)[]> AllReferences = new(() => [.. Layers.References(Compilation)]);

    /// <summary>Every reference of a file to another, found once.</summary>
    public static IEnumerable<(string From, string Symbol, string To)> References => AllReferences.Value;

    /// <summary>The files, without what stands for the SDK's own.</summary>
    public static readonly SyntaxTree[] Files = [.. Compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)];
}
