using JwtCore.Tests.Support;

namespace JwtCore.Tests.Architecture;

/// <summary>What the tree of folders promises a reader.</summary>
public class TreeTests
{
    private const int MostDeclarationsWithSeveralReferences = 16;

    private static readonly string[] Sources = Below(Path.Combine(Repository.Root, "src"));

    [Fact]
    public void A_folder_has_at_most_25_files() => Assert.Empty(TreeRules.FullFolders(Sources));

    [Fact]
    public void No_internal_type_has_a_file_at_the_root() => Assert.Empty(TreeRules.InternalTypesAtRoot(CoreSources.Compilation));

    [Fact]
    public void Few_methods_write_to_several_of_their_arguments()
    {
        string[] found = TreeRules.SeveralReferences(CoreSources.Compilation);
        Assert.True(found.Length <= MostDeclarationsWithSeveralReferences, $"{found.Length}: {string.Join(' ', found)}");
    }

    [Fact]
    public void One_type_is_cut_into_parts() =>
        Assert.Equal([nameof(JwtVerifier)], TreeRules.PartialTypes(Compiler.Compile(Sources.Select(file => (file, File.ReadAllText(Path.Combine(Repository.Root, "src", file)))))));

    [Fact]
    public void Tests_mirror_the_tree() =>
        Assert.Empty(TreeRules.Misplaced(Below(Path.Combine(Repository.Root, "tests", "JwtCore.Tests")), Below(Repository.Core)));

    [Theory, InlineData(25, 0), InlineData(26, 1)]
    public void A_full_folder_is_found(int files, int found) =>
        Assert.Equal(found, TreeRules.FullFolders(Enumerable.Range(0, files).Select(i => $"JwtCore/Text/F{i}.cs").Concat(["JwtCore/Text/Json/F.cs", "JwtCore/F.cs"])).Length);

    [Theory]
    [InlineData("A.cs", "class A { }", true)]
    [InlineData("A.cs", "internal delegate void A();", true)]
    [InlineData("A.cs", "public class A { class B { } }", false)]
    [InlineData("A.cs", "public delegate void A();", false)]
    [InlineData("Text/A.cs", "class A { }", false)]
    public void An_internal_type_at_the_root_is_found(string path, string source, bool isFound) =>
        Assert.Equal(isFound ? [path] : [], TreeRules.InternalTypesAtRoot(Compiler.Compile([(path, source)])));

    [Theory]
    [InlineData("void M(ref int a, ref int b) { }", 1)]
    [InlineData("void M(ref int a, out int b) => b = a;", 1)]
    [InlineData("void M(scoped ref int a, int b, ref int c) { }", 1)]
    [InlineData("A(ref int a, ref int b) { }", 1)]
    [InlineData("void M() { N(); void N() { } void O(ref int a, ref int b) { } }", 1)]
    [InlineData("delegate void D(ref int a, ref int b);", 1)]
    [InlineData("void M(ref int a, in int b, ref readonly int c, int d) { }", 0)]
    [InlineData("void M(ref int a) { } void N(ref int a) { }", 0)]
    public void Several_references_are_found(string member, int found) =>
        Assert.Equal(found, TreeRules.SeveralReferences(Compiler.Compile([("Text/A.cs", $"class A {{ {member} }}")])).Length);

    [Theory]
    [InlineData("partial class A { } partial class A { }", "A")]
    [InlineData("partial class A { }", "A")]
    [InlineData("partial class A { partial struct B { } partial struct B { } [X] partial void M(); }", "B")]
    [InlineData("static partial class A { [LoggerMessage] static partial void M(); }", "")]
    [InlineData("[JsonSerializable(typeof(int))] partial class A { }", "")]
    [InlineData("partial class A { [GeneratedRegex(\"\")] private static partial Regex B { get; } }", "")]
    [InlineData("partial class A { [GeneratedRegex(\"\")] private static partial Regex B(); } partial class A { }", "A")]
    [InlineData("class A { }", "")]
    public void A_partial_type_is_found(string source, string found) =>
        Assert.Equal(found.Length == 0 ? [] : [found], TreeRules.PartialTypes(Compiler.Compile([("Text/A.cs", source)])));

    [Theory]
    [InlineData("Text/ATests.cs", true)]
    [InlineData("Text/Json/BTests.cs", true)]
    [InlineData("Verifier/CTests.cs", true)]
    [InlineData("Text/OtherTests.cs", true)]
    [InlineData("Scenarios/OtherTests.cs", true)]
    [InlineData("Support/Other.cs", true)]
    [InlineData("OtherTests.cs", false)]
    [InlineData("Rules/OtherTests.cs", false)]
    [InlineData("Text/BTests.cs", false)]
    [InlineData("Scenarios/ATests.cs", false)]
    [InlineData("Text/CTests.cs", false)]
    public void A_misplaced_test_is_found(string test, bool isInPlace) =>
        Assert.Equal(isInPlace ? [] : [test], TreeRules.Misplaced([test], ["Text/A.cs", "Text/Json/B.cs", "C.cs"]));

    private static string[] Below(string folder) => [.. Repository.Files(folder, "*.cs").Select(file => Repository.Relative(folder, file))];
}
