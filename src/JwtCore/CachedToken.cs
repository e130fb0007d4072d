using System.Runtime.CompilerServices;
using JwtCore.Caching;
using JwtCore.Claims;
using JwtCore.Policies;
using JwtCore.Text;

namespace JwtCore;

/// <summary>
/// A verified token with memory of its own: what a later use of it shows again, in place. Nothing that reads it may
/// change or give back its arrays.
/// </summary>
internal sealed class CachedToken : CacheEntry
{
    private readonly Jwk _key;
    private readonly JwtAlgorithm _algorithm;
    private readonly RegisteredClaims _claims;
    private readonly byte[] _payload;
    private readonly byte[]? _texts;
    private readonly JsonMember[] _members;

    /// <param name="token">The token as received.</param>
    /// <param name="signedLength">The length of its header, dot and payload.</param>
    /// <param name="policy">The policy that accepted it.</param>
    /// <param name="keys">That policy's keys at the time.</param>
    /// <param name="key">The one that verified it.</param>
    /// <param name="verified">What was verified.</param>
    public CachedToken(ReadOnlySpan<byte> token, int signedLength, CompiledPolicy policy, JwkSet keys, Jwk key, ref readonly VerifiedToken verified)
        : base(token, signedLength, policy.Keys, keys, verified.Claims.Expiration.IsPresent ? verified.Claims.Expiration.Floor : long.MaxValue)
    {
        Policy = policy;
        _key = key;
        _algorithm = verified.Algorithm;
        _claims = verified.Claims;
        _payload = verified.Payload.ToArray();
        _texts = verified.Memory.Texts.IsEmpty ? null : verified.Memory.Texts.ToArray();
        _members = verified.Members.TopLevel();
        Size = SizeOf(token, in verified);
    }

    /// <summary>The policy that accepted the token. What it says about anything but the clock is settled.</summary>
    public CompiledPolicy Policy { get; }

    /// <summary>The registered claims.</summary>
    public ref readonly RegisteredClaims Claims => ref _claims;

    /// <inheritdoc/>
    public override int Size { get; }

    // The header of an array or object, its length, and the rounding up to whole words.
    private static int Overhead => 4 * IntPtr.Size;

    // The entry itself: at most a dozen fields beside the claims.
    private static int OwnSize => Overhead + Unsafe.SizeOf<RegisteredClaims>() + (12 * sizeof(long));

    /// <summary>The size that the entry of a token will have.</summary>
    /// <param name="token">The token as received.</param>
    /// <param name="verified">What was verified.</param>
    public static int SizeOf(ReadOnlySpan<byte> token, ref readonly VerifiedToken verified) =>
        SizeOf(token.Length)
        + SizeOf(verified.Payload.Length)
        + SizeOf(verified.Memory.Texts.Length)
        + SizeOf(verified.Members.CountTopLevel() * Unsafe.SizeOf<JsonMember>())
        + OwnSize;

    /// <summary>Shows the token in a result: its memory is the entry's.</summary>
    public void Show(ref VerifiedToken verified)
    {
        verified.SetKey(_key, _algorithm);
        verified.ImpliedScopes = Policy.ImpliedScopes;
        verified.Claims = _claims;
        verified.Memory.Share(_payload, _texts);
        verified.Members.Share(_members);
    }

    private static int SizeOf(int bytes) => bytes + Overhead;
}
