namespace JwtCore.Tests.Architecture;

public class LayerTests
{
    [Fact]
    public void The_core_compiles_from_its_sources_alone()
    {
        Assert.True(CoreSources.Files.Length >= 40, $"Only {CoreSources.Files.Length} source files were found.");
        Assert.Empty(Compiler.Errors(CoreSources.Compilation));
    }

    [Fact]
    public void Dependencies_point_downwards_only() => Assert.Empty(Layers.Violations(CoreSources.References));

    [Fact]
    public void Every_numbered_folder_exists() =>
        Assert.Empty(Layers.Folders.Keys.Except(CoreSources.Files.Select(file => Layers.Folder(file.FilePath))));

    [Fact]
    public void A_reference_upwards_is_found() =>
        Assert.Equal(
            ["Text/Low.cs -> High -> Rules/High.cs"],
            Violations(("Text/Low.cs", "class Low { High? _high; }"), ("Rules/High.cs", "class High { Low? _low; }")));

    [Fact]
    public void A_reference_between_folders_of_one_layer_is_found() =>
        Assert.Equal(
            ["Keys/A.cs -> B -> Claims/B.cs"],
            Violations(("Keys/A.cs", "class A { void M() => B.N(); }"), ("Claims/B.cs", "static class B { public static void N() { } }")));

    [Fact]
    public void A_reference_from_the_vocabulary_is_found() =>
        Assert.Equal(
            ["Vocabulary/Limits.cs -> T -> Text/T.cs"],
            Violations(("Vocabulary/Limits.cs", "class Limits { T[] _t = []; }"), ("Text/T.cs", "class T { Limits? _limits; }")));

    [Fact]
    public void A_reference_without_the_type_s_name_is_found() =>
        Assert.Equal(
            ["Text/A.cs -> C -> Rules/C.cs", "Text/A.cs -> D -> Rules/D.cs"],
            Violations(
                ("Text/A.cs", "class A { int M() => C.Find().Count; }"),
                ("Rules/C.cs", "static class C { public static D Find() => new(); }"),
                ("Rules/D.cs", "class D { public int Count; }")));

    [Fact]
    public void References_within_a_folder_downwards_and_in_documentation_are_allowed() =>
        Assert.Empty(
            Violations(
                ("Rules/A.cs", "class A { B? _b; C? _c; Limits? _limits; }"),
                ("Rules/B.cs", "class B { A? _a; }"),
                ("Text/C.cs", "/// <summary><see cref=\"A\"/></summary>\nclass C { }"),
                ("Composer.cs", "class Composer { A? _a; C? _c; }"),
                ("Vocabulary/Limits.cs", "class Limits { }")));

    [Fact]
    public void A_folder_without_a_number_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Violations(("New/A.cs", "class A { B? _b; }"), ("Text/B.cs", "class B { }")));

    private static string[] Violations(params (string Path, string Text)[] sources) => Layers.Violations(Layers.References(Compiler.Compile(sources)));
}
