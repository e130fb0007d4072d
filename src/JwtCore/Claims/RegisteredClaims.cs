using System.Runtime.CompilerServices;
using JwtCore.Text;

namespace JwtCore.Claims;

/// <summary>
/// The claims that the library understands, read once, with the types of RFC 7519 section 4.1 enforced. Texts are
/// ranges of the token's memory.
/// </summary>
// What several claims share is not inlined: the processor's room for code was just used for the signature, and each copy
// would have to be fetched anew.
internal struct RegisteredClaims
{
    public TextRange Issuer;
    public TextRange Subject;
    public TextRange JwtId;
    public TextRange ClientId;
    public TextRange Audiences;
    public TextRange ExpectedAudiences;
    public TextRange Scopes;
    public NumericDate Expiration;
    public NumericDate NotBefore;
    public NumericDate IssuedAt;

    /// <summary>Reads all of them. A wrong type is <see cref="VerifyError.ClaimMalformed"/>, whether or not its check is waived.</summary>
    /// <param name="names">The claims that the policy reads.</param>
    /// <param name="reader">The claims of the payload.</param>
    /// <param name="tolerate">Which wrong types are taken all the same.</param>
    /// <param name="memory">Holds the payload, and takes what is unescaped.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public VerifyError Read(ClaimNames names, in ClaimReader reader, Tolerance tolerate, ref TokenMemory memory)
    {
        bool wellFormed = TryReadText(reader, ClaimNames.Issuer, ref memory, out Issuer)
            && (TryReadText(reader, ClaimNames.Subject, ref memory, out Subject)
                || (tolerate.Includes(Tolerance.NumericSubject) && TryReadNumber(reader, ClaimNames.Subject, out Subject)))
            && TryReadText(reader, ClaimNames.JwtId, ref memory, out JwtId)
            && TryReadAudiences(reader, ClaimNames.Audience, names, ref memory, out Audiences)
            && TryReadDate(reader, ClaimNames.Expiration, tolerate, out Expiration)
            && TryReadDate(reader, ClaimNames.NotBefore, tolerate, out NotBefore)
            && TryReadDate(reader, ClaimNames.IssuedAt, tolerate, out IssuedAt);

        ExpectedAudiences = Audiences;
        if (wellFormed && names.ExpectedAudience != ClaimNames.Audience)
        {
            wellFormed = TryReadAudiences(reader, names.ExpectedAudience, names, ref memory, out ExpectedAudiences);
        }

        if (!wellFormed)
        {
            return VerifyError.ClaimMalformed;
        }

        ClientId = ReadClientId(names, reader, ref memory);
        Scopes = ScopeClaims.Read(names, reader, ref memory);
        return VerifyError.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadText(in ClaimReader reader, int claim, ref TokenMemory memory, out TextRange text)
    {
        text = default;
        if (!reader.TryGet(claim, out ReadOnlySpan<byte> json))
        {
            return true;
        }

        if (!ClaimReader.IsString(json))
        {
            return false;
        }

        text = ClaimTexts.ReadText(reader, claim, ClaimReader.Content(json), ref memory);
        return true;
    }

    private static bool TryReadNumber(in ClaimReader reader, int claim, out TextRange text)
    {
        reader.TryGet(claim, out ReadOnlySpan<byte> json);
        text = new TextRange { Start = reader.ContentStart(claim) - 1, Length = json.Length, IsPresent = true };
        return ClaimReader.IsNumber(json);
    }

    // RFC 7519 section 4.1.3: one string, or an array of them. An empty array is for nobody: malformed where the policy looks
    // for an audience, and nothing to object to where it does not.
    private static bool TryReadAudiences(in ClaimReader reader, int claim, ClaimNames names, ref TokenMemory memory, out TextRange audiences)
    {
        audiences = default;
        if (!reader.TryGet(claim, out ReadOnlySpan<byte> json))
        {
            return true;
        }

        if (ClaimReader.IsString(json))
        {
            audiences = ClaimTexts.ReadText(reader, claim, ClaimReader.Content(json), ref memory);
            return true;
        }

        if (!ClaimReader.IsArrayOfStrings(json, out int count) || (count == 0 && names.NeedsAudienceIn(claim)))
        {
            return false;
        }

        audiences = ClaimTexts.ReadArray(reader, claim, json, ref memory);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadDate(in ClaimReader reader, int claim, Tolerance tolerate, out NumericDate date)
    {
        date = default;
        if (!reader.TryGet(claim, out ReadOnlySpan<byte> json))
        {
            return true;
        }

        if (tolerate.Includes(Tolerance.StringDates) && ClaimReader.IsString(json))
        {
            json = ClaimReader.Content(json);
            if (!StrictJson.IsNumber(json))
            {
                return false;
            }
        }
        else if (!ClaimReader.IsNumber(json))
        {
            return false;
        }

        return claim == ClaimNames.Expiration
            ? NumericDate.TryReadExpiration(json, tolerate.Includes(Tolerance.DistantExpiration), out date)
            : NumericDate.TryRead(json, out date);
    }

    // RFC 8693 section 4.3, OpenID Connect Core section 2. A value of another type names nobody.
    private static TextRange ReadClientId(ClaimNames names, in ClaimReader reader, ref TokenMemory memory)
    {
        foreach (int claim in names.ClientId)
        {
            if (reader.TryGet(claim, out ReadOnlySpan<byte> json) && ClaimReader.IsString(json) && json.Length > 2)
            {
                return ClaimTexts.ReadText(reader, claim, ClaimReader.Content(json), ref memory);
            }
        }

        return default;
    }
}
