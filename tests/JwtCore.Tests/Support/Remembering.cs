using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace JwtCore.Tests.Support;

/// <summary>Verifiers that remember tokens, and what they show of them.</summary>
internal static class Remembering
{
    public static JwtVerifier Verifier(
        VerificationPolicy? policy = null, TimeProvider? time = null, RevocationCheck? isRevoked = null, TokenCacheOptions? cache = null) =>
        Verifier([policy ?? TestPolicies.With()], time, isRevoked, cache);

    public static JwtVerifier Verifier(
        VerificationPolicy[] policies, TimeProvider? time = null, RevocationCheck? isRevoked = null, TokenCacheOptions? cache = null) =>
        new(policies, new JwtVerifierOptions { TimeProvider = time ?? FixedTime.At(Tokens.Now), IsRevoked = isRevoked, Cache = cache ?? new TokenCacheOptions() });

    /// <summary>Verifies a good token twice, after which it is remembered.</summary>
    public static void Remember(this JwtVerifier verifier, string token)
    {
        for (int i = 0; i < 2; i++)
        {
            verifier.TryVerify(token, out VerifiedToken verified);
            Assert.Equal(VerifyError.None, verified.Error);
        }

        Assert.True(verifier.Recalls(token), "The token is not remembered.");
    }

    /// <summary>Whether a good token is answered from memory: two results then show the same bytes.</summary>
    public static bool Recalls(this JwtVerifier verifier, string token)
    {
        verifier.TryVerify(token, out VerifiedToken first);
        verifier.TryVerify(token, out VerifiedToken second);
        Assert.Equal(VerifyError.None, first.Error);
        Assert.Equal(VerifyError.None, second.Error);
        return Unsafe.AreSame(in MemoryMarshal.GetReference(first.Payload), in MemoryMarshal.GetReference(second.Payload));
    }

    /// <summary>Whether the payload lies in the variable itself, as that of a token never does that is answered from memory.</summary>
    public static bool IsInline(in this VerifiedToken token)
    {
        nint distance = Unsafe.ByteOffset(in Unsafe.As<VerifiedToken, byte>(ref Unsafe.AsRef(in token)), in MemoryMarshal.GetReference(token.Payload));
        return distance >= 0 && distance < Unsafe.SizeOf<VerifiedToken>();
    }

    /// <summary>Everything that a verifier says about a token, after checking that bytes, chars and async say the same.</summary>
    public static string Everything(this JwtVerifier verifier, string token)
    {
        verifier.TryVerify(Encoding.UTF8.GetBytes(token), out VerifiedToken bytes);
        string fromBytes = Everything(bytes);
        verifier.TryVerify(token, out VerifiedToken chars);
        Assert.Equal(fromBytes, Everything(chars));
        VerifyResult result = verifier.VerifyAsync(token.AsMemory()).AsTask().GetAwaiter().GetResult();
        Assert.Equal(bytes.Error, result.Error);
        Assert.Equal(bytes.Error == VerifyError.None ? Everything(bytes.ToClaims()) : "", result.IsValid ? Everything(result.Claims!) : "");
        return fromBytes;
    }

    private static string Everything(in VerifiedToken token)
    {
        List<string> claims = [];
        foreach (string name in (string[])["iss", "aud", "extra", "m0", "m40", "missing", "\u00fc"])
        {
            bool isThere = token.TryGetClaim(Encoding.UTF8.GetBytes(name), out ClaimValue value);
            claims.Add($"{isThere} {Encoding.UTF8.GetString(value.Json)}");
        }

        return $"{token.Error} {token.Algorithm} {token.KeyId} {Text(token.Issuer)} {Text(token.Subject)} {Text(token.ClientId)} {Text(token.JwtId)} "
            + $"[{string.Join('|', token.Audiences.ToStrings())}] [{string.Join('|', token.Scopes.ToStrings())}] {token.ExpiresAt:O} {token.NotBefore:O} {token.IssuedAt:O} "
            + $"{string.Join(' ', claims)} {token.HasScope("read"u8)} {token.HasScope("audit"u8)} {Encoding.UTF8.GetString(token.Payload)}";
    }

    private static string Everything(TokenClaims claims) =>
        $"{claims.Algorithm} {claims.KeyId} {claims.Issuer} {claims.Subject} {claims.ClientId} {claims.JwtId} [{string.Join('|', claims.Audiences)}] [{string.Join('|', claims.Scopes)}] "
        + $"{claims.ExpiresAt:O} {claims.NotBefore:O} {claims.IssuedAt:O} {claims.Payload.GetRawText()} {claims.HasScope("audit")}";

    private static string Text(Utf8Text text) => text.IsPresent ? $"'{text.ToString()}'" : "-";
}
