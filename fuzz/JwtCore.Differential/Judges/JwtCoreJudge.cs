using System.Text;
using System.Text.Json;
using JwtCore.Differential.Tokens;
using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential.Judges;

/// <summary>The library of this repository.</summary>
internal sealed class JwtCoreJudge : IJudge
{
    private readonly JwtVerifier[] _verifiers = [Verifier(Nearest()), Verifier(Default()), Verifier(Alone())];

    public string Name => "JwtCore";

    public string Version => Versions.Of(typeof(JwtVerifier));

    public Verdict Judge(Setting setting, string token) => _verifiers[(int)setting].TryVerify(token, out VerifiedToken verified)
        ? Verdict.Accept(verified.TryGetClaim("sub"u8, out ClaimValue subject) && subject.Kind == JsonValueKind.String ? verified.Subject.ToString() : null)
        : Verdict.Refuse(verified.Error.ToString());

    private static VerificationPolicy Nearest() => new()
    {
        Issuer = World.Issuer,
        Audience = World.Audience,
        Algorithms = Algorithms,
        Keys = Keys,
        ClockSkew = TimeSpan.FromSeconds(World.Skew),
        Types = Expected.Any,
        Tolerate = Tolerance.StringDates | Tolerance.NumericSubject | Tolerance.UnprovenPossession | Tolerance.TryKeysWithoutKeyId,
    };

    private static VerificationPolicy Default() => new()
    {
        Issuer = World.Issuer,
        Audience = World.Audience,
        Algorithms = Algorithms,
        Keys = Keys,
        ClockSkew = TimeSpan.FromSeconds(World.Skew),
    };

    private static VerificationPolicy Alone() => new()
    {
        Issuer = World.Issuer,
        Audience = World.Audience,
        Algorithms = [JwtAlgorithm.HS256],
        Keys = Jwk.Parse(Encoding.UTF8.GetBytes(KeyRing.Alone.Jwk.ToJsonString())),
        ClockSkew = TimeSpan.FromSeconds(World.Skew),
        Types = World.AccessTokenType,
    };

    private static JwtAlgorithm[] Algorithms => [.. World.Algorithms.Select(Enum.Parse<JwtAlgorithm>)];

    private static JwkSet Keys => new([.. Parse(KeyRing.Published), .. Parse(KeyRing.Secrets)]);

    private static IReadOnlyList<Jwk> Parse(IEnumerable<TestKey> keys) => JwkSet.Parse(Encoding.UTF8.GetBytes(KeyRing.Set(keys))).Keys;

    private static JwtVerifier Verifier(VerificationPolicy policy) => new(policy, new JwtVerifierOptions { TimeProvider = World.Clock });
}
