using JwtCore.Tests.Support;
namespace JwtCore.Tests.Architecture;

public class PublicApiTests
{
    private const string Update = "JWTCORE_UPDATE_API";

    [Theory]
    [InlineData("JwtCore", "PublicApi.txt")]
    [InlineData("JwtCore.AspNetCore", "PublicApi.AspNetCore.txt")]
    [InlineData("JwtCore.Hosting", "PublicApi.Hosting.txt")]
    [InlineData("JwtCore.JwtBearer", "PublicApi.JwtBearer.txt")]
    [InlineData("JwtCore.Mcp", "PublicApi.Mcp.txt")]
    [InlineData("JwtCore.Testing", "PublicApi.Testing.txt")]
    public void The_public_surface_is_the_approved_one(string library, string file)
    {
        string path = Path.Combine(Repository.Root, "tests", "JwtCore.Tests", "Architecture", file);
        string[] actual = PublicApi.Describe(Compiler.Library(library));
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(path, string.Join('\n', actual) + '\n');
        }

        string[] approved = File.ReadAllLines(path);
        IEnumerable<string> changes = [.. approved.Except(actual).Select(line => "- " + line), .. actual.Except(approved).Select(line => "+ " + line)];
        Assert.True(
            approved.SequenceEqual(actual),
            $"""
            The public surface of {library} is not the one in {file}. If the change is meant, run the tests once with
            {Update}=1, which rewrites the file, and review and commit it.
            {string.Join('\n', changes)}
            """);
    }

    [Fact]
    public void Modifiers_nullability_and_defaults_are_part_of_the_surface() =>
        Assert.Equal(
            [
                "N.A {sealed class : B, IDisposable}",
                "N.A.C: required string? C { get; init; }",
                "N.A.Dispose: void Dispose()",
                "N.A.M: static bool M(scoped ReadOnlySpan<byte> a, in int b, ref int? c, out string? d, int e = 1, params string[] f)",
                "N.A.ctor: A()",
                "N.B {abstract class}",
                "N.D {delegate void (scoped ref int a)}",
                "N.E {enum : byte}",
                "N.E.One: One = 1",
                "N.S {ref struct}",
                "N.S.N: [UnscopedRef] readonly bool N([UnscopedRef] out S a)",
                "N.S.P: [UnscopedRef] readonly ReadOnlySpan<int> P { get; }",
                "N.S.ctor: S()",
            ],
            PublicApi.Describe(Compiler.Compile([("A.cs", """
                using System.Diagnostics.CodeAnalysis;
                namespace N;
                public sealed class A : B, IDisposable
                {
                    public required string? C { get; init; }
                    public static bool M(scoped ReadOnlySpan<byte> a, in int b, ref int? c, out string? d, int e = 1, params string[] f) { d = null; return true; }
                    public void Dispose() { }
                    internal void Hidden() { }
                }
                public abstract class B { private protected B() { } }
                public delegate void D(scoped ref int a);
                public enum E : byte { One = 1 }
                internal class Hidden { public int A; }
                public ref struct S
                {
                    private int _p;
                    [UnscopedRef] public readonly ReadOnlySpan<int> P => new(in _p);
                    [UnscopedRef] public readonly bool N([UnscopedRef] out S a) { a = default; return true; }
                }
                """)]).Assembly));
}
