using System.Text;

namespace JwtCore.Fuzz.Oracles;

/// <summary>One token and one verifier, ready to be put together without allocating.</summary>
internal sealed class Verification
{
    private readonly JwtVerifier _verifier;
    private readonly string _token;
    private readonly byte[] _bytes;
    private readonly string _name;
    private VerifyError _error;

    public Verification(IReadOnlyList<VerificationPolicy> policies, TokenCacheOptions? cache, string token)
        : this(new JwtVerifier(policies, new JwtVerifierOptions { TimeProvider = new FrozenTime(), Cache = cache }), token, cache is null ? "plain" : "cached")
    {
    }

    public Verification(JwtVerifier verifier, string token, string name)
    {
        _verifier = verifier;
        _token = token;
        _name = name;

        // As long as the text, and outside the alphabet where the text is.
        _bytes = Encoding.Latin1.GetBytes(token);
    }

    public static Action<Verification> Chars { get; } = static self =>
    {
        self._verifier.TryVerify(self._token, out VerifiedToken verified);
        self._error = verified.Error;
    };

    public static Action<Verification> Bytes { get; } = static self =>
    {
        self._verifier.TryVerify(self._bytes, out VerifiedToken verified);
        self._error = verified.Error;
    };

    public static Action<Verification> Async { get; } = static self => self._error = self.VerifyAsync().Result.Error;

    /// <summary>Makes a call and fails unless its verdict is the expected one.</summary>
    public void Expect(VerifyError expected, string form, Action<Verification> call, long mostBytes)
    {
        Guard.Run(form, this, call, mostBytes);
        Guard.Require(_error == expected, $"{_name} {form}: {_error} instead of {expected}");
    }

    public string ReadBytes()
    {
        _verifier.TryVerify(_bytes, out VerifiedToken verified);
        ClaimCheck.Run(verified);
        return Reading.Of(verified);
    }

    public string ReadChars()
    {
        _verifier.TryVerify(_token, out VerifiedToken verified);
        return Reading.Of(verified);
    }

    public string ReadAsync() => Reading.Of(VerifyAsync().Result.Claims!);

    private Task<VerifyResult> VerifyAsync() => _verifier.VerifyAsync(_token.AsMemory()).AsTask();
}
