namespace JwtCore.Testing;

/// <summary>
/// Tokens that must be refused, each with the error to expect: about two hundred, derived from one that is good under the
/// user's own policy, so that it can be tested as it is. Safe for concurrent use. Never for production.
/// </summary>
/// <remarks>
/// The errors are those of a policy with the strict defaults, the issuer and an audience of the good token, the pair's
/// algorithm alone, and the pair's keys by <see cref="TestKeyPair.ToJwkSet"/>. An ECDSA signature's twin (r, n - s) is not
/// among them: it is valid.
/// </remarks>
public static class BadTokens
{
    /// <summary>Makes the tokens. The clock is read once.</summary>
    /// <param name="pair">The pair whose public key, or secret, the policy under test has.</param>
    /// <param name="good">What <see cref="TestKeyPair.CreateToken"/> makes a good token of, with an issuer and an audience.</param>
    /// <returns>The tokens in the order of <see cref="VerifyError"/>, roughly.</returns>
    /// <exception cref="ArgumentException">The good token has no issuer or no audience.</exception>
    public static IReadOnlyList<BadToken> For(TestKeyPair pair, TestToken good)
    {
        ArgumentNullException.ThrowIfNull(pair);
        ArgumentNullException.ThrowIfNull(good);
        Forger forger = new(pair, good);
        return
        [
            .. BadSegments.Make(forger),
            .. BadHeaders.Make(forger),
            .. BadKeys.Make(forger),
            .. BadSignatures.Make(forger),
            .. BadPayloads.Make(forger),
            .. BadClaims.Make(forger),
        ];
    }
}
