using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using JwtCore.Diagnostics;

namespace JwtCore.Algorithms;

/// <summary>
/// Whether the curve code of this process verifies a signature that is known to be good and refuses the same one damaged. It
/// runs once, when the result is first asked for; who asks meanwhile waits for it. Safe for concurrent use.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process.")]
internal sealed class Ed25519SelfTest
{
    public static readonly Ed25519SelfTest Own = new(static () => IsRight(Verify));

    private const string Algorithm = "Ed25519";

    private readonly Lazy<bool> _hasPassed;
    private readonly CancellationTokenSource _failed = new();

    private volatile bool _isWanted;

    /// <param name="isRight">The test. An exception is a failure.</param>
    public Ed25519SelfTest(Func<bool> isRight) => _hasPassed = new Lazy<bool>(() => Run(isRight));

    public delegate bool Verifier(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>Whether a policy names the algorithm. Until then the curve code does nothing but check that keys are points.</summary>
    public bool IsWanted => _isWanted;

    /// <summary>False means that no signature may be accepted.</summary>
    public bool HasPassed => _hasPassed.Value;

    /// <summary>Cancelled when the test fails.</summary>
    public CancellationToken Failed => _failed.Token;

    // RFC 8032 section 7.1, TEST 2.
    private static ReadOnlySpan<byte> Key =>
    [
        0x3D, 0x40, 0x17, 0xC3, 0xE8, 0x43, 0x89, 0x5A, 0x92, 0xB7, 0x0A, 0xA7, 0x4D, 0x1B, 0x7E, 0xBC,
        0x9C, 0x98, 0x2C, 0xCF, 0x2E, 0xC4, 0x96, 0x8C, 0xC0, 0xCD, 0x55, 0xF1, 0x2A, 0xF4, 0x66, 0x0C,
    ];

    private static ReadOnlySpan<byte> Signature =>
    [
        0x92, 0xA0, 0x09, 0xA9, 0xF0, 0xD4, 0xCA, 0xB8, 0x72, 0x0E, 0x82, 0x0B, 0x5F, 0x64, 0x25, 0x40,
        0xA2, 0xB2, 0x7B, 0x54, 0x16, 0x50, 0x3F, 0x8F, 0xB3, 0x76, 0x22, 0x23, 0xEB, 0xDB, 0x69, 0xDA,
        0x08, 0x5A, 0xC1, 0xE4, 0x3E, 0x15, 0x99, 0x6E, 0x45, 0x8F, 0x36, 0x13, 0xD0, 0xF1, 0x1D, 0x8C,
        0x38, 0x7B, 0x2E, 0xAE, 0xB4, 0x30, 0x2A, 0xEE, 0xB0, 0x0D, 0x29, 0x16, 0x12, 0xBB, 0x0C, 0x00,
    ];

    /// <summary>Whether a verifier accepts the good signature and refuses the damaged one.</summary>
    public static bool IsRight(Verifier verify)
    {
        Span<byte> damaged = stackalloc byte[Ed25519Equation.SignatureSize];
        Signature.CopyTo(damaged);
        damaged[EdwardsEncoding.Size] ^= 1;
        return verify(Key, [0x72], Signature) && !verify(Key, [0x72], damaged);
    }

    /// <summary>A policy names the algorithm.</summary>
    public void Want() => _isWanted = true;

    private static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        // A key that is not decoded leaves the neutral point, and nothing verifies.
        _ = EdwardsEncoding.Decode(key, out EdwardsPoint point);
        Span<byte> hash = stackalloc byte[HashFunction.LargestSize];
        SHA512.HashData([.. signature[..EdwardsEncoding.Size], .. key, .. message], hash);
        return Ed25519Equation.Holds(Ed25519Equation.Multiples(point.Negate()), hash, signature);
    }

    private bool Run(Func<bool> isRight)
    {
        bool hasPassed = false;
        try
        {
            hasPassed = isRight();
        }
        catch (Exception)
        {
            // A limb that no longer fits, or an index out of range: what the test is there to find.
        }

        if (!hasPassed)
        {
            Telemetry.CountFailedSelfTest(Algorithm);
            Announce();
        }

        return hasPassed;
    }

    private void Announce()
    {
        try
        {
            _failed.Cancel();
        }
        catch (AggregateException)
        {
            // A logger is others' code; the signature is refused, whatever it throws.
        }
    }
}
