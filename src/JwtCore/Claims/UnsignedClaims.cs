namespace JwtCore.Claims;

/// <summary>Reads claims that come without a token and its signature, as strictly as those of a token.</summary>
internal static class UnsignedClaims
{
    // The names that a policy reads by default.
    private static readonly ClaimNames Names = new("aud", needsAudience: false, ["client_id", "azp"], ["scope", "scp"], [], []);

    /// <summary>Reads an object of claims.</summary>
    /// <param name="json">The object in UTF-8; copied.</param>
    /// <param name="limits">The sizes allowed, checked.</param>
    /// <param name="body">Takes the claims; to be released.</param>
    /// <param name="fault">The claim that is at fault, and what is wrong with it.</param>
    /// <returns>TokenTooLarge, PayloadMalformed, ClaimMalformed or None.</returns>
    public static VerifyError Read(scoped ReadOnlySpan<byte> json, Limits limits, ref TokenBody body, out (string? Claim, ClaimFault Fault) fault)
    {
        fault = default;
        body.Reset();
        if (json.Length > limits.TokenBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        if (!body.TryCopy(json, limits.JsonDepth))
        {
            return VerifyError.PayloadMalformed;
        }

        Span<int> located = stackalloc int[ClaimNames.Most];
        ClaimReader reader = new(body.Payload, in body.Members, null, Names.Table, located);
        VerifyError error = body.Claims.Read(Names, reader, Tolerance.Nothing, ref body.Memory);
        int claim = error == VerifyError.None ? ClaimFaults.NoClaim : ClaimFaults.FindMalformed(body.Claims, Names, reader);
        if (claim != ClaimFaults.NoClaim && reader.TryGet(claim, out ReadOnlySpan<byte> value))
        {
            fault = (Names.NameOf(claim), ClaimFaults.OfMalformed(claim, value, Names, Tolerance.Nothing));
        }

        return error;
    }
}
