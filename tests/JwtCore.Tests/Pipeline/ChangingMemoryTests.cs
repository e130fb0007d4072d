using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

/// <summary>
/// Memory of the token that is written to during the call. Another thread is played by what the call itself asks: the key
/// source, before the signature is verified, and the revocation check, after the claims are read.
/// </summary>
public class ChangingMemoryTests
{
    private static readonly string Good = Hmac.Sign(Hmac.Claims());
    private static readonly string Forged = ForgedFrom(Good);

    private Action _interfere = () => { };

    [Theory, InlineData(false), InlineData(true)]
    public void A_token_in_chars_is_judged_as_it_was_when_the_call_began(bool remembers)
    {
        JwtVerifier verifier = Verifier(remembers);
        char[] token = Good.ToCharArray();
        for (int i = 0; i < 5; i++)
        {
            Good.CopyTo(token);
            _interfere = () => Forged.CopyTo(token);
            Assert.True(verifier.TryVerify(token, out VerifiedToken verified));
            Assert.Equal("user-1", verified.Subject.ToString());
            Assert.Equal(Forged, new string(token));
        }

        _interfere = () => { };
        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(Forged));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task So_is_one_that_is_verified_asynchronously(bool remembers)
    {
        JwtVerifier verifier = Verifier(remembers);
        char[] token = Good.ToCharArray();
        for (int i = 0; i < 5; i++)
        {
            Good.CopyTo(token);
            _interfere = () => Forged.CopyTo(token);
            VerifyResult result = await verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken);
            Assert.Equal("user-1", result.Claims?.Subject);
            Assert.Equal(Forged, new string(token));
        }
    }

    [Fact]
    public void A_remembered_token_shows_what_was_verified()
    {
        JwtVerifier verifier = Verifier(remembers: true);
        verifier.Remember(Good);
        byte[] token = Encoding.ASCII.GetBytes(Good);
        _interfere = () => Encoding.ASCII.GetBytes(Forged, token);

        Assert.True(verifier.TryVerify(token, out VerifiedToken verified));
        Assert.Equal("user-1", verified.Subject.ToString());
        Assert.Equal(Forged, Encoding.ASCII.GetString(token));
    }

    // The claims are read by then, so this call succeeds; its text must not become a token that is known.
    [Fact]
    public void What_is_remembered_is_verified_from_a_copy()
    {
        byte[] token = Encoding.ASCII.GetBytes(Good);
        bool interferes = false;
        JwtVerifier verifier = Remembering.Verifier(isRevoked: (in VerifiedToken _) =>
        {
            Encoding.ASCII.GetBytes(interferes ? Forged : Good, token);
            return false;
        });

        Assert.True(verifier.TryVerify(token, out _));

        // Both texts end alike, so the forged one counts as seen before.
        interferes = true;
        Assert.True(verifier.TryVerify(token, out _));
        Assert.Equal(0, verifier.KnownTokens);
        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(Forged));

        interferes = false;
        Encoding.ASCII.GetBytes(Good, token);
        Assert.True(verifier.TryVerify(token, out _));
        Assert.Equal(1, verifier.KnownTokens);
    }

    private static string ForgedFrom(string token)
    {
        string[] segments = token.Split('.');
        string[] others = Hmac.Sign(Hmac.Claims().Set("sub", "\"user-9\"")).Split('.');
        return $"{segments[0]}.{others[1]}.{segments[2]}";
    }

    private JwtVerifier Verifier(bool remembers)
    {
        VerificationPolicy policy = TestPolicies.With(keys: new InterferingKeys(Tokens.Keys(JwtAlgorithm.HS256), () => _interfere()));
        return remembers ? Remembering.Verifier(policy) : Tokens.Verifier(policy);
    }

    private sealed class InterferingKeys(JwkSet keys, Action interfere) : KeySource
    {
        internal override bool IsStatic => true;

        internal override JwkSet? KeysAt(ref CallTime time)
        {
            interfere();
            return keys;
        }
    }
}
