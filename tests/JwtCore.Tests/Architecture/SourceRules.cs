using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace JwtCore.Tests.Architecture;

/// <summary>Each rule lists the places that break it. Paths are relative to the core's folder.</summary>
internal static class SourceRules
{
    private const int LongestFile = 250;

    private static readonly string[] Clocks =
    [
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow",
        "System.Environment.TickCount", "System.Environment.TickCount64", "System.Threading.Thread.Sleep",
    ];

    private static readonly string[] Channels =
        ["System.Console", "System.Diagnostics.Process", "System.Diagnostics.Trace"];

    private static readonly string[] PlatformFailures =
        ["System.NotSupportedException", "System.PlatformNotSupportedException", "System.Security.Cryptography.CryptographicException"];

    private static readonly string[] PlatformEdges = ["Algorithms/SignatureAlgorithm.cs", "Keys/Reading/"];

    // The compiler's switch is on for [SkipLocalsInit] alone.
    public static string[] UnsafeCode(CSharpCompilation core) =>
        Find<SyntaxNode>(
            core,
            (model, node) => node.ChildTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword) || token.IsKind(SyntaxKind.FixedKeyword))
                || node is PointerTypeSyntax or FunctionPointerTypeSyntax
                || node.IsKind(SyntaxKind.AddressOfExpression)
                || (node is SimpleNameSyntax && model.GetSymbolInfo(node).Symbol is IMethodSymbol
                {
                    ContainingType: { Name: "Unsafe", ContainingNamespace.Name: "CompilerServices" },
                    Name: not (nameof(Unsafe.SkipInit) or nameof(Unsafe.SizeOf)),
                }));

    /// <summary>The methods whose memory is not cleared.</summary>
    public static string[] UnclearedMethods(CSharpCompilation core) =>
        Find<AttributeSyntax>(core, (_, node) => node.Name.ToString() == "SkipLocalsInit");

    public static string[] MutableStatics(CSharpCompilation core) =>
        Find<MemberDeclarationSyntax>(
            core,
            (model, node) => Folder(model) != "Diagnostics" && node.Modifiers.Any(SyntaxKind.StaticKeyword) && node switch
            {
                FieldDeclarationSyntax field => !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword),
                EventFieldDeclarationSyntax => true,
                PropertyDeclarationSyntax property => HoldsState(model, property) && property.AccessorList!.Accessors.Any(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)),
                _ => false,
            });

    public static string[] OtherClocks(CSharpCompilation core) =>
        Find<SimpleNameSyntax>(
            core,
            (model, node) => model.GetSymbolInfo(node).Symbol is ISymbol symbol
                && (Clocks.Contains($"{symbol.ContainingType}.{symbol.Name}")
                    || symbol.ToString() == "System.Diagnostics.Stopwatch"
                    || (symbol is IMethodSymbol { Name: "Delay", ContainingType.Name: "Task" } delay
                        && !delay.Parameters.Any(parameter => parameter.Type.Name == nameof(TimeProvider)))));

    public static string[] InputAndOutput(CSharpCompilation core) =>
        Find<SimpleNameSyntax>(
            core,
            (model, node) => Folder(model) != "Jwks"
                && model.GetSymbolInfo(node).Symbol is INamedTypeSymbol type
                && (Channels.Contains(type.ToString()) || IsBelow(type.ContainingNamespace, "System.Net") || IsBelow(type.ContainingNamespace, "System.IO")));

    public static string[] VariableStackallocs(CSharpCompilation core) =>
        Find<StackAllocArrayCreationExpressionSyntax>(
            core,
            (model, node) => ((ArrayTypeSyntax)node.Type).RankSpecifiers[0].Sizes[0] is var size
                && !size.IsKind(SyntaxKind.OmittedArraySizeExpression)
                && !model.GetConstantValue(size).HasValue);

    public static string[] UnexplainedCatches(CSharpCompilation core) =>
        Find<CatchClauseSyntax>(core, (_, node) => !node.Block.DescendantTrivia().Any(IsComment));

    /// <summary>Exceptions of the platform's cryptography are caught where a signature is judged and where keys are read, nowhere else.</summary>
    public static string[] PlatformExceptions(CSharpCompilation core) =>
        Find<CatchClauseSyntax>(
            core,
            (model, node) => !PlatformEdges.Any(edge => model.SyntaxTree.FilePath.StartsWith(edge, StringComparison.Ordinal))
                && new SyntaxNode?[] { node.Declaration, node.Filter }
                    .OfType<SyntaxNode>()
                    .SelectMany(part => part.DescendantNodes().OfType<SimpleNameSyntax>())
                    .Any(name => model.GetSymbolInfo(name).Symbol is INamedTypeSymbol type && PlatformFailures.Contains(type.ToString())));

    public static string[] Gotos(CSharpCompilation core) =>
        Find<GotoStatementSyntax>(core, (_, _) => true);

    public static string[] Leftovers(CSharpCompilation core) =>
    [
        .. Trees(core).SelectMany(tree => tree.GetRoot().DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia) || (IsComment(trivia) && IsToDo(trivia.ToString())))
            .Select(trivia => $"{tree.FilePath}: {trivia}")),
    ];

    public static string[] OpenPublicTypes(CSharpCompilation core) =>
        Find<TypeDeclarationSyntax>(
            core,
            (model, node) => model.GetDeclaredSymbol(node) is INamedTypeSymbol { TypeKind: TypeKind.Class, IsSealed: false, IsStatic: false } type
                && IsVisible(type)
                && !(type.IsAbstract && type.InstanceConstructors.All(constructor => IsHidden(constructor.DeclaredAccessibility))));

    // A file of a nested type may be named Outer.Inner; a generic type's parameters are left out.
    public static string[] MisnamedFiles(CSharpCompilation core) =>
    [
        .. Trees(core).Where(tree => FirstType(tree) is string name && name != Path.GetFileNameWithoutExtension(tree.FilePath).Split('.')[0])
            .Select(tree => $"{tree.FilePath}: {FirstType(tree)}"),
    ];

    public static string[] LongFiles(CSharpCompilation core) =>
        [.. Trees(core).Where(tree => tree.GetText().Lines.Count > LongestFile + 1).Select(tree => tree.FilePath)];

    private static string[] Find<T>(CSharpCompilation core, Func<SemanticModel, T, bool> isWrong)
        where T : SyntaxNode =>
    [
        .. Trees(core).Select(tree => core.GetSemanticModel(tree))
            .SelectMany(model => model.SyntaxTree.GetRoot().DescendantNodes().OfType<T>()
                .Where(node => isWrong(model, node))
                .Select(node => $"{model.SyntaxTree.FilePath}({model.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1}): {node.ToString().Split('\n')[0]}")),
    ];

    private static IEnumerable<SyntaxTree> Trees(CSharpCompilation core) => core.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    private static string Folder(SemanticModel model) => model.SyntaxTree.FilePath.Split('/')[0];

    private static bool HoldsState(SemanticModel model, PropertyDeclarationSyntax property) =>
        model.GetDeclaredSymbol(property) is IPropertySymbol symbol
        && symbol.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, symbol));

    private static bool IsBelow(INamespaceSymbol? symbol, string name) =>
        symbol?.ToString() is string full && (full == name || full.StartsWith(name + ".", StringComparison.Ordinal));

    private static bool IsVisible(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is null || IsVisible(type.ContainingType));

    private static bool IsHidden(Accessibility accessibility) =>
        accessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal;

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    private static bool IsToDo(string comment) =>
        comment.Split([' ', '\t', '\r', '\n', ':', '/', '*', '(', ')', '.', ','])
            .Any(word => word is "TODO" or "HACK" or "FIXME" or "XXX");

    private static string? FirstType(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Select(member => member switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
                DelegateDeclarationSyntax type => type.Identifier.ValueText,
                _ => null,
            })
            .FirstOrDefault(name => name is not null);
}
