namespace JwtCore.Cli;

/// <summary>The settings that open more than a service should.</summary>
internal static class PolicyFindings
{
    private const string Area = "policy";

    // What clocks that are set by NTP need is far below; the default is half of it.
    private static readonly TimeSpan LongSkew = TimeSpan.FromMinutes(2);

    public static IEnumerable<Finding> Of(VerificationPolicy policy, bool areAlgorithmsGiven, bool allowsHttp)
    {
        if (policy.Issuer.IsAny)
        {
            yield return Risk("any-issuer", "any issuer is accepted", "Give --issuer.");
        }

        if (policy.Audience.IsAny)
        {
            yield return Risk("any-audience", "any audience is accepted: a token for another service passes", "Give --audience.");
        }

        if (!areAlgorithmsGiven)
        {
            yield return Risk("any-alg", "no algorithm is named: all with public keys are accepted", "Give --alg.");
        }
        else if (policy.Algorithms.Any(AlgorithmList.IsSecret))
        {
            yield return Risk("shared-secret", "with HMAC whoever verifies can also sign", "Prefer an algorithm with public keys where issuer and verifier are not one.");
        }

        if (policy.Types is { IsAny: true })
        {
            yield return Risk("any-typ", "any typ is accepted: an ID token or a proof may pass for an access token", "Give --typ.");
        }

        if (policy.ClockSkew > LongSkew)
        {
            yield return Risk("long-skew", $"expired tokens pass for {DurationText.Of(policy.ClockSkew)}", "Set the clocks and lower --skew.");
        }

        if (allowsHttp)
        {
            yield return Risk("http", "keys may come over http, on this machine", "Leave --allow-http-loopback to development.");
        }

        foreach (Tolerance flag in Enum.GetValues<Tolerance>().Where(flag => flag != Tolerance.Nothing && policy.Tolerate.HasFlag(flag)))
        {
            yield return Risk("tolerance", $"{flag}: {Describe(flag)}", $"Leave out --tolerate {flag} as soon as the issuer allows.");
        }
    }

    private static Finding Risk(string code, string text, string remedy) => new(Area, FindingLevel.Warning, code, text, remedy);

    private static string Describe(Tolerance flag) => flag switch
    {
        Tolerance.MissingExpiration => "a token without exp never expires",
        Tolerance.StringDates => "exp, nbf and iat may be strings",
        Tolerance.NumericSubject => "sub may be a number",
        Tolerance.UnprovenPossession => "a token bound to a key passes without its proof",
        Tolerance.TryKeysWithoutKeyId => "several keys are tried for a token without kid",
        Tolerance.PaddedBase64Url => "segments may be padded",
        Tolerance.DistantExpiration => "a token whose exp is in milliseconds never expires",
        _ => throw new ArgumentOutOfRangeException(nameof(flag)),
    };
}
