using System.Runtime.CompilerServices;
using JwtCore.Claims;
using JwtCore.Policies;
using JwtCore.Text;

namespace JwtCore.Caching;

/// <summary>
/// A verified token with memory of its own: what a later use of it shows again, in place, and when that ends. Immutable
/// but for the mark of its use, so that whoever finds it may read it without a lock, also while it is replaced. Nothing
/// that reads it may change or give back its arrays.
/// </summary>
internal sealed class RememberedToken
{
    private readonly byte[] _token;
    private readonly int _signedLength;
    private readonly RegisteredClaims _claims;
    private readonly byte[] _payload;
    private readonly byte[]? _texts;
    private readonly JsonMember[] _members;
    private bool _isUsed;

    /// <param name="token">The token as received; nothing else may write to it.</param>
    /// <param name="signedLength">How many of its bytes are signed; the signature is behind them.</param>
    /// <param name="policy">The policy that accepted it.</param>
    /// <param name="choice">The choice that its header led to: the policy's keys at the time, and the algorithm.</param>
    /// <param name="key">The key that verified it.</param>
    /// <param name="body">Its payload; copied.</param>
    public RememberedToken(byte[] token, int signedLength, CompiledPolicy policy, in KeyChoice choice, Jwk key, ref readonly TokenBody body)
    {
        _token = token;
        _signedLength = signedLength;
        Policy = policy;
        Keys = choice.Keys;
        Algorithm = choice.Algorithm.Id;
        Key = key;
        _claims = body.Claims;
        _payload = body.Payload.ToArray();
        _texts = body.Memory.Texts.IsEmpty ? null : body.Memory.Texts.ToArray();
        _members = body.Members.TopLevel();
        Size = SizeOf(token.Length, in body);
    }

    /// <summary>The policy that accepted the token. What it says about anything but the clock is settled.</summary>
    public CompiledPolicy Policy { get; }

    /// <summary>The keys that verified the token. It is remembered for as long as its source has these very keys.</summary>
    public JwkSet Keys { get; }

    /// <summary>The one of them that did.</summary>
    public Jwk Key { get; }

    public JwtAlgorithm Algorithm { get; }

    /// <summary>The registered claims.</summary>
    public ref readonly RegisteredClaims Claims => ref _claims;

    /// <summary>The bytes that the object keeps, with everything it refers to alone.</summary>
    public int Size { get; }

    /// <summary>The whole token.</summary>
    public ReadOnlySpan<byte> Token => _token;

    // The header of an array or object, its length, and the rounding up to whole words.
    private static int Overhead => 4 * IntPtr.Size;

    // The object itself: at most a dozen fields beside the claims.
    private static int OwnSize => Overhead + Unsafe.SizeOf<RegisteredClaims>() + (12 * sizeof(long));

    /// <summary>The <see cref="Size"/> that a token will have.</summary>
    /// <param name="tokenLength">The length of the token.</param>
    /// <param name="body">Its payload.</param>
    public static int SizeOf(int tokenLength, ref readonly TokenBody body) =>
        SizeOf(tokenLength)
        + SizeOf(body.Payload.Length)
        + SizeOf(body.Memory.Texts.Length)
        + SizeOf(body.Members.CountTopLevel() * Unsafe.SizeOf<JsonMember>())
        + OwnSize;

    /// <summary>
    /// Whether this is the token, byte for byte: header, payload and signature, since another signature over the same
    /// claims was never verified. The signature is the secret part, and compared in fixed time.
    /// </summary>
    public bool Is(ReadOnlySpan<byte> token) =>
        token.Length == _token.Length
        && token[.._signedLength].SequenceEqual(_token.AsSpan(0, _signedLength))
        && FixedTimeText.AreEqual(token[_signedLength..], _token.AsSpan(_signedLength));

    /// <summary>Whether the source of the policy still has the keys that verified the token.</summary>
    public bool HasItsKeys(ref CallTime time) => ReferenceEquals(Policy.Keys.KeysAt(ref time), Keys);

    /// <summary>Shows the payload: the memory stays this object's.</summary>
    public void Show(ref TokenBody body)
    {
        body.Claims = _claims;
        body.Memory.Share(_payload, _texts);
        body.Members.Share(_members);
    }

    /// <summary>Notes that the token came again. Written only when not noted yet: all threads share the memory.</summary>
    public void MarkUsed()
    {
        if (!Volatile.Read(ref _isUsed))
        {
            Volatile.Write(ref _isUsed, true);
        }
    }

    /// <summary>Whether the token came again since this was asked last.</summary>
    public bool TakeUsed()
    {
        bool isUsed = Volatile.Read(ref _isUsed);
        Volatile.Write(ref _isUsed, false);
        return isUsed;
    }

    /// <summary>Whether the object can be of no use any more: its token expired, or its source has the newcomer's keys now.</summary>
    public bool IsDead(RememberedToken newcomer, long now) =>
        (_claims.Expiration.IsPresent && now >= _claims.Expiration.Floor)
        || (ReferenceEquals(Policy.Keys, newcomer.Policy.Keys) && !ReferenceEquals(Keys, newcomer.Keys));

    private static int SizeOf(int bytes) => bytes + Overhead;
}
