using JwtCore.Algorithms;
using JwtCore.Claims;
using JwtCore.Rules;
using JwtCore.Text;

namespace JwtCore.Policies;

/// <summary>A <see cref="VerificationPolicy"/> as the pipeline reads it: copied, checked, immutable.</summary>
internal sealed class CompiledPolicy
{
    private const Tolerance AllTolerances = Tolerance.MissingExpiration | Tolerance.StringDates | Tolerance.NumericSubject
        | Tolerance.UnprovenPossession | Tolerance.TryKeysWithoutKeyId | Tolerance.PaddedBase64Url | Tolerance.DistantExpiration;

    /// <exception cref="ArgumentException">The policy is empty somewhere or contradicts itself.</exception>
    public CompiledPolicy(VerificationPolicy policy, Limits limits)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if ((policy.Tolerate & ~AllTolerances) != 0)
        {
            throw new RefusedArgumentException(nameof(policy.Tolerate), "has an unknown flag.");
        }

        ProfileSettings.Check(policy);
        Tolerate = policy.Tolerate;
        Issuers = policy.Issuer;
        Issuer = new IssuerRule(policy.Issuer);
        Audience = new ExpectedTexts(policy.Audience, nameof(policy.Audience));
        Algorithms = FindAlgorithms(policy.Algorithms);
        Keys = policy.Keys ?? throw new RefusedArgumentException(nameof(policy.Keys), "is null.");
        MostKeysWithoutKeyId = Tolerate.Includes(Tolerance.TryKeysWithoutKeyId) ? limits.KeysTriedWithoutKeyId : 1;
        RefuseUnfitKey(Keys, Algorithms);
        RefuseRemoteSecrets(Keys, Algorithms);
        Array.ForEach(Algorithms, algorithm => algorithm.Prepare(Keys is JwkSet set ? set.Keys.Select(key => key.Material) : []));

        RequireNames(policy.ScopeClaims, nameof(policy.ScopeClaims));
        RequireNames(policy.ClientIdClaims, nameof(policy.ClientIdClaims));
        RequireNames([policy.AudienceClaim], nameof(policy.AudienceClaim));
        KeyValuePair<string, Expected>[] required = [.. policy.RequiredClaims ?? throw new RefusedArgumentException(nameof(policy.RequiredClaims), "is null.")];
        RequireNames([.. required.Select(claim => claim.Key)], nameof(policy.RequiredClaims));

        Types = new TypeRule(policy.Types ?? ProfileRule.DefaultTypes(policy.Profile));
        Time = new TimeRule(policy.ClockSkew, policy.MaxAge, policy.MaxLifetime, Tolerate.Includes(Tolerance.MissingExpiration));
        Names = new ClaimNames(policy.AudienceClaim, !Audience.IsAny, policy.ClientIdClaims, policy.ScopeClaims, required.Select(claim => claim.Key), ProfileRule.ClaimsOf(policy.Profile));
        Profile = new ProfileRule(policy.Profile, Names.Profile);
        RequiredClaims = new RequiredClaimsRule(
            Names.Required,
            required.Select(claim => new ExpectedTexts(claim.Value, nameof(policy.RequiredClaims))),
            Time.NeedsIssuedAt);
        RequiredHeaders = new RequiredHeadersRule(policy.RequiredHeaders ?? throw new RefusedArgumentException(nameof(policy.RequiredHeaders), "is null."));
        ClientOnly = new ClientOnlyRule(policy.ClientOnlyClaims ?? throw new RefusedArgumentException(nameof(policy.ClientOnlyClaims), "is null."));
        ImpliedScopes = new ScopeHierarchy(policy.ImpliedScopes ?? throw new RefusedArgumentException(nameof(policy.ImpliedScopes), "is null."));
        Scopes = new ScopeRule(policy.RequiredScopes ?? throw new RefusedArgumentException(nameof(policy.RequiredScopes), "is null."), ImpliedScopes);
        if (policy.RequiredScopes.Count > 0 && policy.ScopeClaims.Count == 0)
        {
            throw new RefusedArgumentException(nameof(policy.RequiredScopes), "can never be met: ", nameof(policy.ScopeClaims), " is empty.");
        }
    }

    /// <summary>The issuer as the caller wrote it.</summary>
    public Expected Issuers { get; }

    public IssuerRule Issuer { get; }

    public ExpectedTexts Audience { get; }

    public SignatureAlgorithm[] Algorithms { get; }

    public KeySource Keys { get; }

    public int MostKeysWithoutKeyId { get; }

    public ClaimNames Names { get; }

    public TypeRule Types { get; }

    public TimeRule Time { get; }

    public RequiredClaimsRule RequiredClaims { get; }

    public RequiredHeadersRule RequiredHeaders { get; }

    public ProfileRule Profile { get; }

    public ClientOnlyRule ClientOnly { get; }

    public ScopeHierarchy ImpliedScopes { get; }

    public ScopeRule Scopes { get; }

    public Tolerance Tolerate { get; }

    public KnownHeaders Plans { get; } = new();

    private static SignatureAlgorithm[] FindAlgorithms(IReadOnlyList<JwtAlgorithm> ids)
    {
        if (ids is null || ids.Count == 0)
        {
            throw new RefusedArgumentException(nameof(VerificationPolicy.Algorithms), "is empty.");
        }

        SignatureAlgorithm[] algorithms = [.. ids.Distinct().Select(id => AlgorithmTable.Find(id) ?? throw new RefusedArgumentException(nameof(VerificationPolicy.Algorithms), $"has the undefined value {(int)id}."))];

        // One that this system lacks may stand beside others. If all are such, no token can pass.
        return Array.Exists(algorithms, algorithm => algorithm.Missing is null)
            ? algorithms
            : throw new RefusedArgumentException(nameof(VerificationPolicy.Algorithms), $"has no algorithm that this system can verify: {algorithms[0].Missing}");
    }

    // A set is taken as its owner publishes it, fitting or not; a key chosen by itself that fits nothing is a mistake.
    private static void RefuseUnfitKey(KeySource keys, SignatureAlgorithm[] algorithms)
    {
        if (keys is JwkSet { IsOnItsOwn: true } set && !Array.Exists(algorithms, set.Keys[0].Fits))
        {
            throw new RefusedArgumentException(
                nameof(VerificationPolicy.Keys), $"is a key of type {set.Keys[0].KeyType}, which fits no algorithm in ", nameof(VerificationPolicy.Algorithms), ".");
        }
    }

    // What is published is no secret, so HMAC with it would accept tokens from anybody (RFC 8725 section 2.1).
    private static void RefuseRemoteSecrets(KeySource keys, SignatureAlgorithm[] algorithms)
    {
        if (!keys.IsStatic && Array.Exists(algorithms, algorithm => algorithm is HmacAlgorithm))
        {
            throw new RefusedArgumentException(
                nameof(VerificationPolicy.Algorithms), "has HS256, HS384 or HS512, which need a shared secret; ", nameof(VerificationPolicy.Keys), " is remote, and remote keys are public.");
        }
    }

    private static void RequireNames(IReadOnlyList<string> names, string property)
    {
        if (names is null || names.Any(name => string.IsNullOrEmpty(name) || !TextTable.CanEncode(name)))
        {
            throw new RefusedArgumentException(property, "is null, or has a name that is empty or has a lone surrogate.");
        }
    }
}
