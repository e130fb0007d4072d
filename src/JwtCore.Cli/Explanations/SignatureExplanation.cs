namespace JwtCore.Cli;

/// <summary>Explains signatures that do not verify, by what can be seen in their bytes.</summary>
internal static class SignatureExplanation
{
    private const string Changed = "the token was cut or changed: compare it with the token as the issuer sent it.";

    public static Explanation Of(Refusal refusal)
    {
        Explanation explanation = new(refusal.Error);
        if (refusal.Token is not { Signature: TokenSegment signature, Algorithm: JwtAlgorithm algorithm })
        {
            return explanation;
        }

        if (signature.Bytes is not byte[] bytes || bytes.Length == 0)
        {
            return explanation with
            {
                Expected = "a signature in canonical base64url",
                Found = signature.Characters == 0 ? "an empty signature" : $"signature: {string.Join(' ', signature.Problems)}",
                Hint = signature.Characters == 0 ? "The token is not signed, or " + Changed : "T" + Changed[1..],
            };
        }

        (int least, int most) = UnverifiedToken.SignatureLengths(algorithm);
        if ((bytes.Length >= least && bytes.Length <= most) || least != most)
        {
            // An RSA signature is as long as the key, whatever the algorithm.
            return OfLength(refusal, explanation, algorithm, bytes.Length);
        }

        explanation = explanation with
        {
            Expected = $"a signature of {(least == most ? $"{least}" : $"{least} to {most}")} bytes for {algorithm.ToName()}",
            Found = $"a signature of {bytes.Length} bytes{(IsDer(bytes) ? ", in ASN.1 DER" : "")}",
        };
        return explanation with { Hint = HintOfLength(algorithm, bytes, least) };
    }

    private static string HintOfLength(JwtAlgorithm algorithm, byte[] bytes, int least)
    {
        bool isEllipticCurve = algorithm is JwtAlgorithm.ES256 or JwtAlgorithm.ES384 or JwtAlgorithm.ES512;
        return isEllipticCurve && IsDer(bytes) ? $"Have the issuer write r and s as {least / 2} bytes each (RFC 7518 section 3.4), not in ASN.1 DER as most crypto libraries do by default."
            : isEllipticCurve && bytes.Length < least && bytes.Length >= least - 8 ? $"Have the issuer write r and s as {least / 2} bytes each, with leading zeros (RFC 7518 section 3.4)."
            : $"Another algorithm made the signature, or {Changed}";
    }

    private static Explanation OfLength(Refusal refusal, Explanation explanation, JwtAlgorithm algorithm, int bytes)
    {
        if (AlgorithmList.IsSecret(algorithm))
        {
            return explanation with { Hint = "Another secret signed, or the token was changed. A line end in the file of the secret counts; so does whether it is base64." };
        }

        int[] lengths = [.. Candidates(refusal).Select(key => (KeyEntry.Alone(key).Bits + 7) / 8).OfType<int>().Distinct()];
        return lengths.Length > 0 && !lengths.Contains(bytes)
            ? explanation with
            {
                Expected = $"a signature of {string.Join(" or ", lengths)} bytes, as long as the key",
                Found = $"a signature of {bytes} bytes",
                Hint = bytes < UnverifiedToken.SignatureLengths(algorithm).Least ? "T" + Changed[1..] : "A key of another size signed: give the issuer's current key, or the token is of another issuer.",
            }
            : explanation with { Hint = "Another key signed, or the token was changed: compare the key with the issuer's current one, and the token with what the issuer sent." };
    }

    private static IEnumerable<Jwk> Candidates(Refusal refusal)
    {
        string? keyId = refusal.Header("kid") is { ValueKind: System.Text.Json.JsonValueKind.String } kid ? kid.GetString() : null;
        return refusal.Keys.Where(key => (keyId is null || key.KeyId is null || key.KeyId == keyId) && KeyEntry.Alone(key).Fits(refusal.Token.Algorithm!.Value));
    }

    // SEQUENCE { INTEGER r, INTEGER s }, the length in one octet or in two.
    private static bool IsDer(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x30, < 0x80 and byte length, 0x02, ..] => length == bytes.Length - 2,
        [0x30, 0x81, byte length, 0x02, ..] => length == bytes.Length - 3,
        _ => false,
    };
}
