using JwtCore.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;

namespace JwtCore.Tests.Architecture;

/// <summary>Rules about the core's own sources that the compiler does not know.</summary>
public class SourceRuleTests
{
    [Fact]
    public void There_is_no_unsafe_code() => Holds(SourceRules.UnsafeCode);

    // Whoever adds one says in UnclearedMemoryTests why nothing unwritten can be read.
    [Fact]
    public void Memory_is_left_uncleared_in_few_methods_alone() =>
        Assert.Equal(
            ["Jws/JoseHeader.cs", "JwtVerifier.Chars.cs", "JwtVerifier.Chars.cs", "JwtVerifier.Chars.cs", "Pipeline/Verification.cs"],
            SourceRules.UnclearedMethods(CoreSources.Compilation).Select(found => found[..found.IndexOf('(', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));

    [Fact]
    public void No_static_state_changes_outside_diagnostics() => Holds(SourceRules.MutableStatics);

    [Fact]
    public void Time_comes_from_the_time_provider_alone() => Holds(SourceRules.OtherClocks);

    [Fact]
    public void Input_and_output_happen_in_jwks_alone() => Holds(SourceRules.InputAndOutput);

    [Fact]
    public void Every_stackalloc_has_a_constant_size() => Holds(SourceRules.VariableStackallocs);

    [Fact]
    public void Every_catch_says_why() => Holds(SourceRules.UnexplainedCatches);

    [Fact]
    public void No_warning_is_disabled_and_nothing_is_left_to_do() => Holds(SourceRules.Leftovers);

    [Fact]
    public void An_exception_of_the_platform_is_mapped_at_the_algorithm_seam_and_where_keys_are_read_alone() => Holds(SourceRules.PlatformExceptions);

    [Fact]
    public void Goto_is_for_the_grammar_of_JSON_alone() => Holds(SourceRules.Gotos);

    [Fact]
    public void Public_types_are_closed() => Holds(SourceRules.OpenPublicTypes);

    [Fact]
    public void A_file_is_named_after_its_first_type() => Holds(SourceRules.MisnamedFiles);

    [Fact]
    public void A_file_has_at_most_250_lines() => Holds(SourceRules.LongFiles);

    [Theory]
    [InlineData("JwtCore.AspNetCore")]
    [InlineData("JwtCore.Hosting")]
    [InlineData("JwtCore.JwtBearer")]
    [InlineData("JwtCore.Mcp")]
    [InlineData("JwtCore.Testing")]
    public void A_companion_keeps_the_rules_that_are_not_about_a_core(string companion)
    {
        string folder = Path.Combine(Repository.Root, "src", companion);
        CSharpCompilation sources = Compiler.Compile(Repository.Files(folder, "*.cs").Select(file => (Repository.Relative(folder, file), File.ReadAllText(file))));

        Assert.All(
            (Func<CSharpCompilation, string[]>[])
            [
                SourceRules.UnsafeCode, SourceRules.MutableStatics, SourceRules.UnexplainedCatches, SourceRules.Leftovers, SourceRules.Gotos,
                SourceRules.MisnamedFiles, SourceRules.LongFiles,
            ],
            rule => Assert.Empty(rule(sources)));

        // Users of ASP.NET Core derive their events from such a class.
        Assert.Equal(
            companion == "JwtCore.AspNetCore" ? ["Authentication/JwtCoreEvents.cs"] : [],
            SourceRules.OpenPublicTypes(sources).Select(found => found[..found.IndexOf('(', StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("unsafe class A { }", "class A { }")]
    [InlineData("class A { void B(int* c) { } }", "class A { void B(ref int c) { } }")]
    [InlineData("struct A { fixed int _b[4]; }", "struct A { int[] _b; }")]
    [InlineData("class A { void B(int c) { _ = &c; } }", "class A { void B(int c) { _ = c & c; } }")]
    [InlineData(
        "class A { ref int B(ref byte c) => ref System.Runtime.CompilerServices.Unsafe.As<byte, int>(ref c); }",
        "class A { void B(out int c) => System.Runtime.CompilerServices.Unsafe.SkipInit(out c); }")]
    public void Unsafe_code_is_found(string bad, string good) => Finds(SourceRules.UnsafeCode, bad, good);

    [Theory]
    [InlineData("class A { static int _a; }", "class A { static readonly int _a; const int B = 1; int _c; }")]
    [InlineData("class A { static int B { get; set; } }", "class A { static int B { get; } = 1; static int C => 1; int D { get; set; } }")]
    [InlineData("class A { static int B { get => field; set => field = value; } }", "class A { int B { get => field; set => field = value; } }")]
    [InlineData("class A { static event System.Action B; }", "class A { event System.Action B; }")]
    [InlineData("class A { [System.ThreadStatic] static int _a; }", "class A { [System.Obsolete] int _a; }")]
    public void A_mutable_static_is_found(string bad, string good) => Finds(SourceRules.MutableStatics, bad, good);

    [Theory]
    [InlineData("class A { object B() => DateTime.UtcNow; }", "class A { object B() => DateTime.UnixEpoch; }")]
    [InlineData("class A { object B() => System.DateTimeOffset.Now; }", "class A { object B(TimeProvider t) => t.GetUtcNow(); }")]
    [InlineData("class A { object B() => Environment.TickCount64; }", "class A { object B() => Environment.ProcessorCount; }")]
    [InlineData("class A { object B() => System.Diagnostics.Stopwatch.GetTimestamp(); }", "class A { object B(TimeProvider t) => t.GetTimestamp(); }")]
    [InlineData("class A { void B() => Thread.Sleep(1); }", "class A { void B() => Volatile.WriteBarrier(); }")]
    [InlineData("class A { Task B() => Task.Delay(1); }", "class A { Task B(TimeProvider t) => Task.Delay(TimeSpan.Zero, t); }")]
    public void Another_clock_is_found(string bad, string good) => Finds(SourceRules.OtherClocks, bad, good);

    [Theory]
    [InlineData("class A { object B() => File.ReadAllText(\"f\"); }", "class A { object B() => \"f\"; }")]
    [InlineData("class A { HttpClient? _b; }", "class A { Uri? _b; }")]
    [InlineData("class A { Stream? _b; }", "class A { byte[]? _b; }")]
    [InlineData("class A { void B() => Console.WriteLine(); }", "class A { void B() => Environment.Exit(1); }")]
    public void Input_and_output_elsewhere_is_found(string bad, string good) => Finds(SourceRules.InputAndOutput, bad, good);

    [Theory]
    [InlineData("class A { void B(int n) { Span<byte> c = stackalloc byte[n]; } }", "class A { const int N = 4; void B() { Span<byte> c = stackalloc byte[N * 2]; } }")]
    public void A_variable_stackalloc_is_found(string bad, string good) => Finds(SourceRules.VariableStackallocs, bad, good);

    [Theory]
    [InlineData("class A { void B() { try { } catch { } } }", "class A { void B() { try { } catch { /* why */ } } }")]
    public void An_unexplained_catch_is_found(string bad, string good) => Finds(SourceRules.UnexplainedCatches, bad, good);

    [Theory]
    [InlineData("#pragma warning disable CS0168\nclass A { }", "#nullable enable\nclass A { }")]
    [InlineData("class A { } // TODO: b", "class A { } // b")]
    [InlineData("/* HACK */ class A { }", "/* b */ class A { }")]
    public void A_leftover_is_found(string bad, string good) => Finds(SourceRules.Leftovers, bad, good);

    [Theory]
    [InlineData("class A { void B() { try { } catch (PlatformNotSupportedException) { } } }", "class A { void B() { try { } catch (FormatException) { } } }")]
    [InlineData("class A { void B() { try { } catch (Exception e) when (e is NotSupportedException) { } } }", "class A { void B() { try { } catch (Exception) { throw new NotSupportedException(); } } }")]
    [InlineData("class A { void B() { try { } catch (System.Security.Cryptography.CryptographicException) { } } }", "class A { void B() => throw new System.Security.Cryptography.CryptographicException(); }")]
    public void A_platform_exception_that_is_caught_elsewhere_is_found(string bad, string good) => Finds(SourceRules.PlatformExceptions, bad, good);

    [Theory]
    [InlineData("class A { void B() { C: goto C; } }", "class A { void B() { while (true) { continue; } } }")]
    public void A_goto_is_found(string bad, string good) => Finds(SourceRules.Gotos, bad, good);

    [Theory]
    [InlineData("public class A { }", "public sealed class A { }")]
    [InlineData("public record A;", "public sealed record A;")]
    [InlineData("public abstract class A { }", "public abstract class A { private protected A() { } }")]
    [InlineData("public static class A { public class B { } }", "static class A { public class B { } }")]
    public void An_open_public_type_is_found(string bad, string good) => Finds(SourceRules.OpenPublicTypes, bad, good);

    [Theory]
    [InlineData("struct Part { } class A { }", "class A { } struct Part { }")]
    public void A_misnamed_file_is_found(string bad, string good) => Finds(SourceRules.MisnamedFiles, bad, good);

    private static void Holds(Func<CSharpCompilation, string[]> rule) => Assert.Empty(rule(CoreSources.Compilation));

    private static void Finds(Func<CSharpCompilation, string[]> rule, string bad, string good)
    {
        Assert.Single(rule(Compiler.Compile([("Text/A.cs", bad)])));
        Assert.Empty(rule(Compiler.Compile([("Text/A.cs", good)])));
    }
}
