using System.Buffers;
using System.Text;
using JwtCore.Diagnostics;
using JwtCore.Pipeline;

namespace JwtCore.Issuers;

/// <summary>From a token in chars, which nobody has verified, to the place of its issuer. Thread-safe.</summary>
/// <param name="register">The issuers.</param>
/// <param name="options">How tokens are verified.</param>
/// <param name="tell">Tells of a question that was not asked.</param>
internal sealed class IssuerLookup(IssuerRegister register, JwtVerifierOptions options, Action<IssuerAnswer> tell)
{
    private const int ShortToken = 2_048;

    private readonly RareNotice _notAsked = new(TimeSpan.FromMinutes(1), options.TimeProvider);

    /// <summary>Finds the place, and asks for the policy if that is due and may be.</summary>
    /// <param name="token">The token, not verified.</param>
    public IssuerPlace Find(ReadOnlySpan<char> token)
    {
        if (token.Length > options.Limits.TokenBytes)
        {
            return IssuerPlace.Refused(VerifyError.TokenTooLarge);
        }

        if (token.Length <= ShortToken)
        {
            return FindShort(token);
        }

        byte[] ascii = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            return FindNarrowed(token, ascii);
        }
        finally
        {
            // A token is a secret; the pool is everybody's.
            ArrayPool<byte>.Shared.Return(ascii, clearArray: true);
        }
    }

    private IssuerPlace FindShort(ReadOnlySpan<char> token)
    {
        Span<byte> ascii = stackalloc byte[ShortToken];
        return FindNarrowed(token, ascii);
    }

    private IssuerPlace FindNarrowed(ReadOnlySpan<char> token, Span<byte> ascii)
    {
        if (Ascii.FromUtf16(token, ascii, out int length) != OperationStatus.Done)
        {
            return IssuerPlace.Refused(VerifyError.NotCompactJws);
        }

        ascii = ascii[..length];
        Span<byte> memory = stackalloc byte[UnverifiedIssuer.Longest];
        VerifyError error = UnverifiedIssuer.Read(ascii, options.Limits, memory, out length);
        ReadOnlySpan<byte> issuer = memory[..length];

        // The header of a token whose issuer is known is judged by that issuer's verifier.
        if (error != VerifyError.None || (register.Find(issuer) is null && (error = UnverifiedIssuer.CheckHeader(ascii, options.Limits)) != VerifyError.None))
        {
            return IssuerPlace.Refused(error);
        }

        IssuerPlace place = register.Look(issuer);
        return place.IsNotAsked ? TellNotAsked(issuer) : place;
    }

    private IssuerPlace TellNotAsked(ReadOnlySpan<byte> issuer)
    {
        Telemetry.CountQuestion(nameof(IssuerOutcome.NotAsked));
        if (_notAsked.IsDue())
        {
            tell(new IssuerAnswer(Encoding.UTF8.GetString(issuer), IssuerOutcome.NotAsked, TimeSpan.Zero));
        }

        return IssuerPlace.Refused(VerifyError.KeysUnavailable);
    }
}
