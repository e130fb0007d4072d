using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace JwtCore.Tests.Architecture;

/// <summary>Compiles C# as the SDK would: latest language version, nullable enabled, implicit usings, the shared framework.</summary>
internal static class Compiler
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse);

    // The usings that the SDK adds to every project.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] Framework = Find(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location));

    // With the companions, with whatever shared framework they bring, and with what a page's tests are written for.
    private static readonly MetadataReference[] Everything = Find(path => !IsBesideTests(path) || IsLibrary(path) || IsTestFramework(path) || IsMicrosofts(path));

    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "JwtCore.Snippet",
        [CSharpSyntaxTree.ParseText(ImplicitUsings, ParseOptions)],
        Framework,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private static readonly CSharpCompilation EmptyUser = Empty.AddReferences(MetadataReference.CreateFromFile(typeof(JwtVerifier).Assembly.Location));

    /// <summary>A library as it was built and as its users' compiler sees it.</summary>
    public static IAssemblySymbol Library(string name) =>
        Empty.WithReferences(Everything).SourceModule.ReferencedAssemblySymbols.Single(library => library.Name == name);

    /// <summary>The source files of the library itself, by paths relative to its folder.</summary>
    public static CSharpCompilation Compile(IEnumerable<(string Path, string Text)> sources) =>
        Empty.AddSyntaxTrees(sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, ParseOptions, source.Path)));

    /// <summary>The errors of code that uses the library from outside.</summary>
    public static Diagnostic[] ErrorsOfUser(string code) =>
        Errors(EmptyUser.AddSyntaxTrees(CSharpSyntaxTree.ParseText(code, ParseOptions)));

    /// <summary>The errors of a sample, which may use all libraries here. The prelude is what it need not declare.</summary>
    public static Diagnostic[] ErrorsOfSample(string prelude, string code, OutputKind kind) =>
        Errors(Empty.WithReferences(Everything)
            .WithOptions(Empty.Options.WithOutputKind(kind))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(prelude, ParseOptions), CSharpSyntaxTree.ParseText(code, ParseOptions)));

    /// <summary>Compiles code that may use all libraries here, and loads it.</summary>
    public static Assembly Load(string code)
    {
        CSharpCompilation compilation = Empty.WithReferences(Everything)
            .WithOptions(Empty.Options.WithOptimizationLevel(OptimizationLevel.Release))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(code, ParseOptions));
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        return result.Success
            ? Assembly.Load(image.ToArray())
            : throw new FormatException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>All errors, those included that are only found when code is emitted, such as a view kept across <c>await</c>.</summary>
    public static Diagnostic[] Errors(CSharpCompilation compilation) =>
        [.. compilation.Emit(Stream.Null).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    private static MetadataReference[] Find(Func<string, bool> isWanted) =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(isWanted)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static bool IsBesideTests(string path) => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(Compiler).Assembly.Location);

    private static bool IsTestFramework(string path) => IsBesideTests(path) && Path.GetFileName(path).StartsWith("xunit.v3.", StringComparison.Ordinal);

    // What pages show as it is before the move, and what companions build on.
    private static bool IsMicrosofts(string path) =>
        IsBesideTests(path) && ((string[])["Microsoft.AspNetCore.", "Microsoft.IdentityModel.", "ModelContextProtocol"]).Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));

    private static bool IsLibrary(string path) =>
        IsBesideTests(path) && Path.GetFileName(path).StartsWith("JwtCore", StringComparison.Ordinal) && path != typeof(Compiler).Assembly.Location;
}
