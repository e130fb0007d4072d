using Microsoft.CodeAnalysis;

namespace JwtCore.Tests.Architecture;

/// <summary>Uses that read well must stay possible whatever keeps views from escaping.</summary>
public class OrdinaryUseTests
{
    public static TheoryData<string> Uses => [.. ByName.Keys];

    private static Dictionary<string, string> ByName => new()
    {
        ["a variable declared in the call"] =
            "public bool M() => verifier.TryVerify(bytes, out VerifiedToken token) && token.Issuer == \"i\"u8;",
        ["a variable declared in the call, with var"] =
            "public bool M() { if (!verifier.TryVerify(bytes, out var token)) { return token.Error == VerifyError.Expired; } return token.HasScope(\"s\"u8); }",
        ["a discarded token"] =
            "public bool M() => verifier.TryVerify(bytes, out _);",
        ["a token in chars"] =
            "public bool M(string header) => verifier.TryVerify(header.AsSpan(7), out VerifiedToken token) && token.Subject != \"s\";",
        ["bytes on the stack"] =
            "public bool M() { Span<byte> local = stackalloc byte[8]; return verifier.TryVerify(local, out VerifiedToken token) && token.KeyId is null; }",
        ["a lambda as a predicate"] =
            "public Func<string, bool> M() => token => verifier.TryVerify(token, out _);",
        ["a lambda that reads its own token"] =
            "public Func<string, string> M() => token => verifier.TryVerify(token, out VerifiedToken verified) ? verified.Subject.ToString() : verified.Error.ToString();",
        ["the same variable again"] =
            "public bool M() => verifier.TryVerify(bytes, out VerifiedToken token) || verifier.TryVerify(bytes, out token) && token.Payload.Length > 0;",
        ["a scoped variable declared earlier"] =
            "public VerifyError M() { scoped VerifiedToken token; verifier.TryVerify(bytes, out token); return token.Error; }",
        ["a variable reused in a loop"] =
            "public int M(string[] tokens) { int good = 0; foreach (string one in tokens) { if (verifier.TryVerify(one, out VerifiedToken token) && token.Issuer.IsPresent) { good++; } } return good; }",
        ["a wrapper that forwards the token"] =
            "public bool M([System.Diagnostics.CodeAnalysis.UnscopedRef] out VerifiedToken token) => verifier.TryVerify(bytes, out token) && token.HasScope(\"s\"u8);",
        ["a wrapper around the wrapper"] =
            "public bool N() => M(out VerifiedToken token) && token.Subject == \"s\"u8; public bool M([System.Diagnostics.CodeAnalysis.UnscopedRef] out VerifiedToken token) => verifier.TryVerify(bytes, out token);",
        ["a method that reads the token by in"] =
            "public bool M() => verifier.TryVerify(bytes, out VerifiedToken token) && Allows(in token); private static bool Allows(in VerifiedToken token) => token.Audiences.Contains(\"a\") && token.Subject == \"s\"u8;",
        ["a method that returns a view of its caller's token"] =
            "public int M() => verifier.TryVerify(bytes, out VerifiedToken token) ? Tenant(in token).Length : 0; private static ReadOnlySpan<byte> Tenant(in VerifiedToken token) => token.TryGetClaim(\"tid\"u8, out ClaimValue claim) ? claim.Json : default;",
        ["an async method, between two awaits"] =
            "public async Task<string> M() { await Task.Yield(); string subject = verifier.TryVerify(bytes, out VerifiedToken token) ? token.Subject.ToString() : \"\"; await Task.Yield(); return subject; }",
        ["claims kept across await"] =
            "public async Task<string?> M() { if (!verifier.TryVerify(bytes, out VerifiedToken token)) { return null; } TokenClaims claims = token.ToClaims(); await Task.Yield(); return claims.Subject; }",
        ["an iterator that yields copies"] =
            "public IEnumerable<string> M() { List<string> all = []; { verifier.TryVerify(bytes, out VerifiedToken token); foreach (Utf8Text one in token.Audiences) { all.Add(one.ToString()); } } foreach (string one in all) { yield return one; } }",
        ["foreach over audiences and scopes"] =
            "public int M() { int length = 0; verifier.TryVerify(bytes, out VerifiedToken token); foreach (Utf8Text one in token.Audiences) { length += one.Bytes.Length; } foreach (var one in token.Scopes) { length += one == \"s\"u8 ? 1 : 0; } return length; }",
        ["a claim by name"] =
            "public long M() => verifier.TryVerify(bytes, out VerifiedToken token) && token.TryGetClaim(\"n\"u8, out ClaimValue claim) && claim.TryGetInt64(out long number) ? number : 0;",
        ["a revocation check"] =
            "public JwtVerifierOptions M(HashSet<string> ids) => new() { IsRevoked = (in VerifiedToken token) => ids.Contains(token.JwtId.ToString()) };",
        ["the interface, in async code"] =
            "public async Task<TokenClaims?> M(ITokenVerifier any, string token) => (await any.VerifyAsync(token.AsMemory())).Claims;",
    };

    [Theory, MemberData(nameof(Uses))]
    public void An_ordinary_use_compiles(string use)
    {
        Diagnostic[] errors = Compiler.ErrorsOfUser($"using JwtCore; public sealed class Snippet(JwtVerifier verifier, byte[] bytes) {{ {ByName[use]} }}");

        Assert.True(errors.Length == 0, string.Join('\n', errors.AsEnumerable()));
    }
}
