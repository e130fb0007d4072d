namespace JwtCore.Tests.Architecture;

/// <summary>One way for a view to outlive the token's variable, and the nearest way that does not.</summary>
/// <param name="Forbidden">Members of a class; <c>$T</c>, <c>$SETUP</c> and <c>$VALUE</c> stand for the view.</param>
/// <param name="Allowed">The nearest use that compiles, so that the other one fails for the right reason alone.</param>
/// <param name="Errors">The compiler's errors for the forbidden use.</param>
internal sealed record LifetimeRule(string Forbidden, string Allowed, params string[] Errors)
{
    private const string Verify = "verifier.TryVerify(bytes, out VerifiedToken token); $SETUP";

    public static readonly IReadOnlyDictionary<string, LifetimeRule> ByUse = new Dictionary<string, LifetimeRule>
    {
        ["is returned"] = new(
            $"public $T M() {{ {Verify} return $VALUE; }}",
            "public $T M(in VerifiedToken token) { $SETUP return $VALUE; }",
            "CS8352"),
        ["is assigned to a variable that lives longer"] = new(
            $"public void M() {{ $T longer = default; {{ {Verify} longer = $VALUE; }} Use(longer); }}",
            $"public void M() {{ scoped $T longer = default; {Verify} longer = $VALUE; Use(longer); }}",
            "CS8352"),
        ["is assigned to an out parameter"] = new(
            $"public void M(out $T longer) {{ {Verify} longer = $VALUE; }}",
            "public void M(in VerifiedToken token, out $T longer) { $SETUP longer = $VALUE; }",
            "CS8352"),
        ["is assigned to a ref parameter"] = new(
            $"public void M(ref $T longer) {{ {Verify} longer = $VALUE; }}",
            $"public void M(ref $T longer) {{ {Verify} $T local = $VALUE; Use(local); Use(longer); }}",
            "CS8352"),
        ["is stored in a ref struct of the caller"] = new(
            $"public ref struct Holder {{ public $T View; }} public void M(ref Holder holder) {{ {Verify} holder.View = $VALUE; }}",
            $"public ref struct Holder {{ public $T View; }} public void M() {{ scoped Holder holder = default; {Verify} holder.View = $VALUE; Use(holder.View); }}",
            "CS8352"),
        ["is captured by a lambda"] = new(
            $"public Action M() {{ {Verify} $T view = $VALUE; return () => Use(view); }}",
            $"public Action M() {{ return () => {{ {Verify} $T view = $VALUE; Use(view); }}; }}",
            "CS8175"),
        ["is captured by a local function"] = new(
            $"public void M() {{ {Verify} $T view = $VALUE; Local(); void Local() => Use(view); }}",
            $"public void M() {{ {Verify} $T view = $VALUE; Local(view); static void Local(scoped $T view) => Use(view); }}",
            "CS8175"),
        ["is kept across await"] = new(
            $"public async Task M() {{ {Verify} $T view = $VALUE; await Task.Yield(); Use(view); }}",
            $"public async Task M() {{ await Task.Yield(); {Verify} $T view = $VALUE; Use(view); await Task.Yield(); }}",
            "CS4007"),
        ["is kept across yield"] = new(
            $"public IEnumerable<int> M() {{ {Verify} $T view = $VALUE; yield return 1; Use(view); }}",
            $"public IEnumerable<int> M() {{ yield return 1; {{ {Verify} $T view = $VALUE; Use(view); }} yield return 2; }}",
            "CS4007"),
        ["is boxed as object"] = new(
            $"public void M() {{ {Verify} object boxed = $VALUE; }}",
            $"public void M() {{ {Verify} $T view = $VALUE; Use(view); }}",
            "CS0029"),
        ["is boxed as an interface"] = new(
            $"public void M() {{ {Verify} var boxed = (IDisposable)$VALUE; }}",
            $"public void M() {{ {Verify} var view = ($T)$VALUE; Use(view); }}",
            "CS0030"),
        ["is added to a list"] = new(
            $"public void M(List<$T> list) {{ {Verify} list.Add($VALUE); }}",
            $"public void M(List<string> list) {{ {Verify} $T view = $VALUE; Use(view); list.Add(nameof(view)); }}",
            "CS9244"),
        ["is the result of a task"] = new(
            $"public Task<$T> M() {{ {Verify} return Task.FromResult<$T>($VALUE); }}",
            $"public Task<string> M() {{ {Verify} $T view = $VALUE; Use(view); return Task.FromResult<string>(nameof(view)); }}",
            "CS9244"),
        ["is an element of an array"] = new(
            $"public void M() {{ {Verify} var array = new $T[] {{ $VALUE }}; }}",
            $"public void M() {{ {Verify} $T view = $VALUE; Use(view); }}",
            "CS0611"),
        ["is a field of a class"] = new(
            "public sealed class Holder { public $T View; }",
            "public ref struct Holder { public $T View; }",
            "CS8345"),
        ["is a static field"] = new(
            "public ref struct Holder { public static $T View; }",
            "public ref struct Holder { public $T View; }",
            "CS8345"),
        ["is a field of a struct"] = new(
            "public struct Holder { public $T View; }",
            "public ref struct Holder { public $T View; }",
            "CS8345"),
    };

    /// <summary>The whole source for one view.</summary>
    public static string Source(string members, View view) => $$"""
        using JwtCore;

        public sealed class Snippet(JwtVerifier verifier, byte[] bytes)
        {
            {{members.Replace("$T", view.Type).Replace("$SETUP", view.Setup).Replace("$VALUE", view.Value)}}

            private static void Use<T>(scoped T view) where T : allows ref struct { }
        }
        """;
}
