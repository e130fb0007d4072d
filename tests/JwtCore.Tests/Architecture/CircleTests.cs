namespace JwtCore.Tests.Architecture;

public class CircleTests
{
    // Circles among files that stay, each as the names of its files, and why.
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["CauseSentence JwksRequest"] = "A request explains itself, in sentences that read every part of it.",
        ["IQueuedLoad LoadQueue RequestBudget"] = "A source that was queued begins with a place of the budget that starts it, and gives it back there.",
        ["Jwk JwkMaterialReader JwkReader JwkSet JwkSetReader JwkWriter KeyIndex KeySource KeyText SecretCheck"] =
            "Keys are made by static methods of the public types, which call the readers, and those return keys. One key is a source, too, and a source gives sets. A secret is refused where the key readers would read a public key from it.",
        ["TokenClaims VerifiedToken"] = "Claims are copied from a verified token alone, by its own method: no other argument proves that they were verified.",
    };

    [Fact]
    public void Folders_form_no_circle() => Assert.Empty(Circles.OfFolders(CoreSources.References));

    [Fact]
    public void Files_form_no_circle_but_those_that_have_a_reason()
    {
        string[] found = Circles.OfFiles(CoreSources.References);
        Assert.Empty(found.Except(Reasons.Keys));
        Assert.Empty(Reasons.Keys.Except(found));
    }

    [Fact]
    public void A_circle_of_two_files_is_found() =>
        Assert.Equal(["A B"], OfFiles(("Text/A.cs", "class A { B? _b; }"), ("Text/B.cs", "class B { A? _a; }")));

    [Fact]
    public void A_circle_over_a_third_file_is_found_once_and_without_its_users() =>
        Assert.Equal(
            ["A B C"],
            OfFiles(
                ("Text/A.cs", "class A { B? _b; }"),
                ("Keys/B.cs", "class B { void M() => C.N(); }"),
                ("Rules/C.cs", "static class C { public static A? N() => null; }"),
                ("Rules/User.cs", "class User { A? _a; Used? _used; }"),
                ("Text/Used.cs", "class Used { }")));

    [Fact]
    public void Two_circles_are_two() =>
        Assert.Equal(
            ["A B", "C D"],
            OfFiles(
                ("Text/A.cs", "class A { B? _b; C? _c; }"),
                ("Text/B.cs", "class B { A? _a; }"),
                ("Text/C.cs", "class C { D? _d; }"),
                ("Text/D.cs", "class D { C? _c; }")));

    [Fact]
    public void Uses_in_one_direction_and_parts_of_one_type_are_no_circle() =>
        Assert.Empty(
            OfFiles(
                ("Text/A.cs", "class A { B? _b; A? _a; }"),
                ("Text/B.cs", "partial class B { void M() => N(); }"),
                ("Text/B.More.cs", "partial class B { void N() => M(); }")));

    [Fact]
    public void A_circle_of_folders_is_found() =>
        Assert.Equal(
            [" Rules Text"],
            Circles.OfFolders(Layers.References(Compiler.Compile(
            [
                ("Text/A.cs", "class A { B? _b; }"),
                ("Rules/B.cs", "class B { C? _c; }"),
                ("C.cs", "class C { D? _d; }"),
                ("Text/D.cs", "class D { }"),
            ]))));

    private static string[] OfFiles(params (string Path, string Text)[] sources) => Circles.OfFiles(Layers.References(Compiler.Compile(sources)));
}
