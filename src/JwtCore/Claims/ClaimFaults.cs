using System.Buffers.Text;
using JwtCore.Text;

namespace JwtCore.Claims;

/// <summary>Says of a claim that was refused what is wrong with it. It decides nothing: the readers did.</summary>
internal static class ClaimFaults
{
    /// <summary>No claim.</summary>
    public const int NoClaim = -1;

    // 2001-09-09 to the end of 9999, in milliseconds: nobody means those as seconds.
    private const double LeastMilliseconds = 1_000_000_000_000;
    private const double MostMilliseconds = 253_402_300_799_999;
    private const int LongestNumber = 64;

    /// <summary>The claim that <see cref="RegisteredClaims.Read"/> refused: the first that is there and was not read.</summary>
    public static int FindMalformed(in RegisteredClaims claims, ClaimNames names, in ClaimReader reader) =>
        IsUnread(claims.Issuer.IsPresent, ClaimNames.Issuer, reader) ? ClaimNames.Issuer
        : IsUnread(claims.Subject.IsPresent, ClaimNames.Subject, reader) ? ClaimNames.Subject
        : IsUnread(claims.JwtId.IsPresent, ClaimNames.JwtId, reader) ? ClaimNames.JwtId
        : IsUnread(claims.Audiences.IsPresent, ClaimNames.Audience, reader) ? ClaimNames.Audience
        : IsUnread(claims.Expiration.IsPresent, ClaimNames.Expiration, reader) ? ClaimNames.Expiration
        : IsUnread(claims.NotBefore.IsPresent, ClaimNames.NotBefore, reader) ? ClaimNames.NotBefore
        : IsUnread(claims.IssuedAt.IsPresent, ClaimNames.IssuedAt, reader) ? ClaimNames.IssuedAt
        : IsUnread(claims.ExpectedAudiences.IsPresent, names.ExpectedAudience, reader) ? names.ExpectedAudience
        : NoClaim;

    /// <summary>What is wrong with the value of a malformed claim.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="json">Its value.</param>
    /// <param name="names">The claims that the policy reads.</param>
    /// <param name="tolerate">Which wrong types are taken all the same.</param>
    public static ClaimFault OfMalformed(int claim, ReadOnlySpan<byte> json, ClaimNames names, Tolerance tolerate) => claim switch
    {
        ClaimNames.Expiration or ClaimNames.NotBefore or ClaimNames.IssuedAt =>
            OfDate(ClaimReader.IsString(json) && tolerate.Includes(Tolerance.StringDates) ? ClaimReader.Content(json) : json),
        _ when claim == ClaimNames.Audience || claim == names.ExpectedAudience =>
            ClaimReader.IsArrayOfStrings(json, out int count) && count == 0 ? ClaimFault.EmptyList : ClaimFault.WrongType,
        _ => ClaimFault.WrongType,
    };

    /// <summary>Missing, for a claim that is absent, null or empty; None for one with a value that is not accepted.</summary>
    public static ClaimFault OfMissing(int claim, in ClaimReader reader) =>
        !reader.TryGet(claim, out ReadOnlySpan<byte> json) || json.SequenceEqual("null"u8) || json.SequenceEqual("\"\""u8)
            ? ClaimFault.Missing
            : ClaimFault.None;

    private static bool IsUnread(bool isRead, int claim, in ClaimReader reader) => !isRead && reader.TryGet(claim, out _);

    private static ClaimFault OfDate(ReadOnlySpan<byte> text) =>
        !StrictJson.IsNumber(text) ? ClaimFault.WrongType
        : text[0] == '-' ? ClaimFault.Negative
        : text.Length <= LongestNumber && Utf8Parser.TryParse(text, out double number, out int used) && used == text.Length
            && number >= LeastMilliseconds && number <= MostMilliseconds ? ClaimFault.LooksLikeMilliseconds
        : ClaimFault.OutOfRange;
}
