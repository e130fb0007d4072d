using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace JwtCore.Tests.Architecture;

/// <summary>
/// That MACs and remembered signatures are compared by nothing whose time tells where they differ. Each rule lists the
/// places that break it; paths are relative to the core's folder.
/// </summary>
internal static class FixedTimeRule
{
    private static readonly string[] Folders = ["Algorithms", "Caching"];

    // Public keys are no secret, and neither is whether a signature is out of the modulus's range, nor the R of a signature.
    private static readonly string[] Public =
        ["Algorithms/RsaPublicKey.cs", "Algorithms/EcPublicKey.cs", "Algorithms/Curves/Ed25519PublicKey.cs", "Algorithms/Curves/Ed25519Equation.cs", "Algorithms/MLDsaPublicKey.cs"];

    // Header and payload of a remembered token: who guesses a signature knows them.
    private const string SignedPart = "token[.._signedLength].SequenceEqual(_token.AsSpan(0, _signedLength))";

    private static readonly string[] Types = ["System.MemoryExtensions", "System.Linq.Enumerable", "System.Array"];

    private static readonly string[] Comparisons =
        ["SequenceEqual", "SequenceCompareTo", "StartsWith", "EndsWith", "CommonPrefixLength", "IndexOf", "LastIndexOf", "Contains"];

    /// <summary>Comparisons of bytes that may stop early: calls, operators on spans, and single bytes one by one.</summary>
    public static string[] EarlyStops(CSharpCompilation core) =>
    [
        .. Secret(core).SelectMany(model => model.SyntaxTree.GetRoot().DescendantNodes()
            .Where(node => node is InvocationExpressionSyntax call ? IsComparison(model, call) : node is BinaryExpressionSyntax binary && IsEquality(model, binary))
            .Select(node => Place(model, node))),
    ];

    /// <summary>Where a MAC goes anywhere but into the platform's fixed-time comparison, or out of the method that computes it.</summary>
    public static string[] StrayMacs(CSharpCompilation core) =>
        [.. Macs(core).Where(mac => !IsCompared(mac.Model, mac.Call) && !IsPassedOn(mac.Call)).Select(mac => Place(mac.Model, mac.Call))];

    /// <summary>How many MACs go into the platform's fixed-time comparison.</summary>
    public static int ComparedMacs(CSharpCompilation core) => Macs(core).Count(mac => IsCompared(mac.Model, mac.Call));

    private static IEnumerable<SemanticModel> Secret(CSharpCompilation core) =>
        core.SyntaxTrees.Where(tree => Folders.Contains(tree.FilePath.Split('/')[0]) && !Public.Contains(tree.FilePath)).Select(tree => core.GetSemanticModel(tree));

    private static IEnumerable<(SemanticModel Model, InvocationExpressionSyntax Call)> Macs(CSharpCompilation core) =>
        Secret(core).SelectMany(model => model.SyntaxTree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => model.GetSymbolInfo(call).Symbol is { Name: "Mac" })
            .Select(call => (model, call)));

    private static bool IsComparison(SemanticModel model, InvocationExpressionSyntax call) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol method
        && Types.Contains((method.ReducedFrom ?? method).ContainingType.ToString())
        && Comparisons.Contains(method.Name)
        && call.ToString() != SignedPart;

    private static bool IsEquality(SemanticModel model, BinaryExpressionSyntax binary) =>
        (binary.IsKind(SyntaxKind.EqualsExpression) || binary.IsKind(SyntaxKind.NotEqualsExpression))
        && ((ExpressionSyntax[])[binary.Left, binary.Right]).Any(side =>
            model.GetTypeInfo(side).Type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" }
            || (side is ElementAccessExpressionSyntax && model.GetTypeInfo(side).Type?.SpecialType == SpecialType.System_Byte));

    private static bool IsCompared(SemanticModel model, InvocationExpressionSyntax call) =>
        call.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax outer }
        && model.GetSymbolInfo(outer).Symbol?.ToString()?.StartsWith("System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(", StringComparison.Ordinal) == true;

    private static bool IsPassedOn(InvocationExpressionSyntax call) =>
        call.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax
        && call.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText == "Mac";

    private static string Place(SemanticModel model, SyntaxNode node) =>
        $"{model.SyntaxTree.FilePath}({model.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1}): {node}";
}
