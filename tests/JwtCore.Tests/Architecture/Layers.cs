using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace JwtCore.Tests.Architecture;

/// <summary>
/// Who may depend on whom inside the core: downwards only, and not between folders of one layer. Files are given by
/// their paths relative to the core's folder.
/// </summary>
internal static class Layers
{
    /// <summary>The files at the root that every layer may use; they use only each other. All other files there compose.</summary>
    public static readonly string[] Vocabulary =
        ["VerifyError.cs", "JwtAlgorithm.cs", "Limits.cs", "Utf8Text.cs", "Utf8List.cs", "Tolerance.cs", "Expected.cs", "TokenProfile.cs"];

    private const int Top = 6;

    private static readonly Dictionary<string, int> Folders = new()
    {
        ["Rules"] = 5,
        ["Jwks"] = 5,
        ["Caching"] = 5,
        ["Claims"] = 4,
        ["Keys"] = 4,
        ["Jws"] = 4,
        ["Algorithms"] = 3,
        ["Text"] = 2,
        ["Diagnostics"] = 2,
    };

    /// <summary>Every reference that a file may not have, as file -> symbol -> file.</summary>
    public static string[] Violations(CSharpCompilation compilation) =>
    [
        .. compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .SelectMany(tree => References(compilation.GetSemanticModel(tree)))
            .Where(reference => !MayUse(reference.From, reference.To))
            .Select(reference => $"{reference.From} -> {reference.Symbol} -> {reference.To}")
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static bool MayUse(string from, string to) =>
        from == to || Layer(from) > Layer(to) || (Layer(from) == Layer(to) && Folder(from) == Folder(to));

    private static int Layer(string file) =>
        Folder(file).Length == 0 ? (Vocabulary.Contains(file) ? 0 : Top)
        : Folders.TryGetValue(Folder(file), out int layer) ? layer
        : throw new InvalidOperationException($"{file} is in a folder that no layer names.");

    // Files in folders of a folder belong to it.
    private static string Folder(string file) => file.Contains('/') ? file[..file.IndexOf('/')] : "";

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
