namespace JwtCore.LongRuns;

/// <summary>A token, who judges it, and what must come of it.</summary>
internal sealed record SoakToken(Load Load, JwtVerifier Verifier, byte[] Token, VerifyError Expected, string Name);

/// <summary>What a call costs depends on this first of all, so that each has its own percentiles.</summary>
internal enum Load
{
    Cached,
    RS256,
    ES256,
    HS256,
    Refused,
}
