using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace JwtCore.Tests.Architecture;

/// <summary>Rules about the tree of folders and the shape of declarations. Each lists the places that break it or count for it.</summary>
internal static class TreeRules
{
    private const int MostFiles = 25;

    // Folders of the tests that stand for no folder of the core.
    private static readonly string[] OtherKinds =
        ["Architecture", "Documentation", "Properties", "Recipes", "Reference", "Scenarios", "Support", "Testing", "Twins", "Vectors", "Verifier"];

    /// <summary>Folders with more than 25 files directly in them.</summary>
    public static string[] FullFolders(IEnumerable<string> files) =>
    [
        .. files.GroupBy(Folder).Where(folder => folder.Count() > MostFiles).Select(folder => $"{folder.Key}: {folder.Count()}"),
    ];

    /// <summary>Files at the core's root whose first type is not public.</summary>
    public static string[] InternalTypesAtRoot(CSharpCompilation core) =>
    [
        .. core.SyntaxTrees.Where(tree => tree.FilePath.Length > 0 && !tree.FilePath.Contains('/'))
            .Where(tree => !tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
                .First(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).Modifiers.Any(SyntaxKind.PublicKeyword))
            .Select(tree => tree.FilePath),
    ];

    /// <summary>Declarations with two or more parameters that are written to or may be: ref or out, not in or ref readonly.</summary>
    public static string[] SeveralReferences(CSharpCompilation core) =>
    [
        .. from tree in core.SyntaxTrees
           where tree.FilePath.Length > 0
           from list in tree.GetRoot().DescendantNodes().OfType<ParameterListSyntax>()
           where list.Parent is not LambdaExpressionSyntax && list.Parameters.Count(IsWritable) >= 2
           select $"{tree.FilePath}({tree.GetLineSpan(list.Span).StartLinePosition.Line + 1})",
    ];

    /// <summary>
    /// Types of a project that are cut into several declarations, and those that could be: a single partial declaration
    /// counts, too, unless a source generator completes it. Paths begin with the project's folder.
    /// </summary>
    public static string[] PartialTypes(CSharpCompilation sources) =>
    [
        .. sources.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Where(type => type.Modifiers.Any(SyntaxKind.PartialKeyword))
            .GroupBy(type => (Project: type.SyntaxTree.FilePath.Split('/')[0], Name: type.Identifier.ValueText))
            .Where(parts => parts.Count() > 1 || !IsGenerated(parts.Single()))
            .Select(parts => parts.Key.Name)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Tests outside the folder that mirrors what they test, by paths relative to the tests' folder and the core's.</summary>
    public static string[] Misplaced(IEnumerable<string> tests, IReadOnlyCollection<string> core)
    {
        HashSet<string> folders = [.. core.Select(Folder).SelectMany(Ancestors)];
        ILookup<string, string> homes = core.ToLookup(Name, path => Folder(path) is "" ? "Verifier" : Folder(path));
        return [.. tests.Where(test => !IsInPlace(test))];

        bool IsInPlace(string test)
        {
            string folder = Folder(test);
            string subject = Name(test).EndsWith("Tests", StringComparison.Ordinal) ? Name(test)[..^"Tests".Length] : "";
            return folder.Length > 0
                && (folders.Contains(folder) || OtherKinds.Contains(folder.Split('/')[0]))
                && (!homes.Contains(subject) || homes[subject].Contains(folder));
        }
    }

    private static bool IsWritable(ParameterSyntax parameter) =>
        parameter.Modifiers.Any(SyntaxKind.OutKeyword)
        || (parameter.Modifiers.Any(SyntaxKind.RefKeyword) && !parameter.Modifiers.Any(SyntaxKind.ReadOnlyKeyword));

    // LoggerMessage and GeneratedRegex complete a member without a body, the JSON generator a type by its attributes.
    private static bool IsGenerated(TypeDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString().StartsWith("JsonS", StringComparison.Ordinal))
        || type.Members.Any(member => member.AttributeLists.Count > 0 && member.Modifiers.Any(SyntaxKind.PartialKeyword)
            && member is MethodDeclarationSyntax { Body: null, ExpressionBody: null } or PropertyDeclarationSyntax { ExpressionBody: null });

    private static string Folder(string path) => path.Contains('/') ? path[..path.LastIndexOf('/')] : "";

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..].Split('.')[0];

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (; folder.Length > 0; folder = Folder(folder))
        {
            yield return folder;
        }
    }
}
