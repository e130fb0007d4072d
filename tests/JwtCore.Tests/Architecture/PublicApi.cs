using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;

namespace JwtCore.Tests.Architecture;

/// <summary>The public surface of an assembly as text: one line per type and per member, as C# would declare it.</summary>
internal static class PublicApi
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance)
        .WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat MemberFormat = new(
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: TypeFormat.GenericsOptions,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeExplicitInterface
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        miscellaneousOptions: TypeFormat.MiscellaneousOptions);

    private static readonly SymbolDisplayFormat ParameterFormat = MemberFormat.WithParameterOptions(
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeModifiers
        | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis);

    public static string[] Describe(IAssemblySymbol assembly) =>
        [.. Types(assembly.GlobalNamespace).Where(IsVisible).SelectMany(Describe).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Describe(INamedTypeSymbol type)
    {
        string name = type.ToDisplayString(new SymbolDisplayFormat(
            typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
            genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters));
        yield return $"{name} {{{Declaration(type)}}}";
        foreach (ISymbol member in type.GetMembers().Where(member => IsVisible(member) && IsOwnLine(type, member)))
        {
            yield return $"{name}.{member.Name.TrimStart('.')}: {Unscoped(member)}{Describe(member)}";
        }
    }

    private static string Describe(ISymbol member) => member switch
    {
        IMethodSymbol method => $"{method.ToDisplayString(MemberFormat)}({Parameters(method)})",
        _ => member.ToDisplayString(MemberFormat),
    };

    private static string Declaration(INamedTypeSymbol type)
    {
        string kind = (type.IsStatic, type.IsSealed, type.IsAbstract, type.TypeKind) switch
        {
            (true, _, _, _) => "static class",
            (_, _, true, TypeKind.Class) => "abstract class",
            (_, true, _, TypeKind.Class) => "sealed class",
            (_, _, _, TypeKind.Struct) => (type.IsReadOnly ? "readonly " : "") + (type.IsRefLikeType ? "ref " : "") + "struct",
            _ => type.TypeKind.ToString().ToLowerInvariant(),
        };
        if (type.DelegateInvokeMethod is IMethodSymbol invoke)
        {
            return $"delegate {invoke.ReturnType.ToDisplayString(MemberFormat)} ({Parameters(invoke)})";
        }

        IEnumerable<INamedTypeSymbol> bases = type.BaseType is { SpecialType: SpecialType.None } ? [type.BaseType, .. type.Interfaces] : type.Interfaces;
        string[] names = type.EnumUnderlyingType is INamedTypeSymbol underlying
            ? [underlying.ToDisplayString(MemberFormat)]
            : [.. bases.Select(one => one.ToDisplayString(MemberFormat)).Order(StringComparer.Ordinal)];
        return names.Length == 0 ? kind : $"{kind} : {string.Join(", ", names)}";
    }

    private static string Parameters(IMethodSymbol method) =>
        string.Join(", ", method.Parameters.Select(parameter => Unscoped(parameter) + parameter.ToDisplayString(ParameterFormat)));

    // No display option shows it, and it decides what a caller may do with the value.
    private static string Unscoped(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == nameof(UnscopedRefAttribute)) ? "[UnscopedRef] " : "";

    private static bool IsOwnLine(INamedTypeSymbol type, ISymbol member) => member switch
    {
        IMethodSymbol { AssociatedSymbol: not null } => false,
        IMethodSymbol => type.TypeKind is not (TypeKind.Delegate or TypeKind.Enum),
        INamedTypeSymbol => false,
        _ => true,
    };

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsVisible(symbol.ContainingType));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol symbol) =>
        symbol.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => member is INamedTypeSymbol type ? [type, .. Types(type)] : Types(member));
}
