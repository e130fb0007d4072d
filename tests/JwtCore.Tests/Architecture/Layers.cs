using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace JwtCore.Tests.Architecture;

/// <summary>
/// Which folder of the core may use which: a folder is one layer and has one number; it uses lower numbers and itself.
/// Rooms inside a folder belong to it. Files are given by their paths relative to the core's folder.
/// </summary>
internal static class Layers
{
    /// <summary>The number of each folder. The root is the folder with the empty name.</summary>
    public static readonly Dictionary<string, int> Folders = new()
    {
        ["Issuers"] = 10,
        [""] = 9,
        ["Caching"] = 8,
        ["Pipeline"] = 7,
        ["Policies"] = 6,
        ["Rules"] = 5,
        ["Jwks"] = 5,
        ["Claims"] = 4,
        ["Keys"] = 4,
        ["Jws"] = 4,
        ["Algorithms"] = 3,
        ["Text"] = 2,
        ["Diagnostics"] = 2,
        ["Vocabulary"] = 1,
    };

    /// <summary>Every reference of a source file to another, or to itself.</summary>
    public static IEnumerable<(string From, string Symbol, string To)> References(CSharpCompilation compilation) =>
        compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .SelectMany(tree => References(compilation.GetSemanticModel(tree)))
            .Distinct();

    /// <summary>Every reference that a file may not have, as file -> symbol -> file.</summary>
    public static string[] Violations(IEnumerable<(string From, string Symbol, string To)> references) =>
    [
        .. references
            .Where(reference => !MayUse(reference.From, reference.To))
            .Select(reference => $"{reference.From} -> {reference.Symbol} -> {reference.To}")
            .Order(StringComparer.Ordinal),
    ];

    private static bool MayUse(string from, string to) =>
        Folder(from) == Folder(to) || Layer(from) > Layer(to);

    private static int Layer(string file) =>
        Folders.TryGetValue(Folder(file), out int layer) ? layer
        : throw new InvalidOperationException($"{file} is in a folder without a layer number.");

    public static string Folder(string file) => file.Contains('/') ? file[..file.IndexOf('/')] : "";

    // Documentation comments may point anywhere: they are no part of the tree that is walked here.
    private static IEnumerable<(string From, string Symbol, string To)> References(SemanticModel model)
    {
        string from = model.SyntaxTree.FilePath;
        foreach (SyntaxNode node in model.SyntaxTree.GetRoot().DescendantNodes())
        {
            foreach (INamedTypeSymbol type in Types(model, node))
            {
                foreach (string to in type.OriginalDefinition.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath).Distinct())
                {
                    yield return (from, type.Name, to);
                }
            }
        }
    }

    // The type that a name stands for, the type that declares the member it stands for, and the type of every expression:
    // "var" and a chain of members depend on a type as much as its name does.
    private static IEnumerable<INamedTypeSymbol> Types(SemanticModel model, SyntaxNode node)
    {
        if (node is SimpleNameSyntax)
        {
            ISymbol? symbol = model.GetSymbolInfo(node).Symbol;
            if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType) is INamedTypeSymbol named)
            {
                yield return named;
            }
        }

        if (node is ExpressionSyntax && Element(model.GetTypeInfo(node).Type) is INamedTypeSymbol type)
        {
            yield return type;
        }
    }

    private static ITypeSymbol? Element(ITypeSymbol? type) => type is IArrayTypeSymbol array ? Element(array.ElementType) : type;
}
