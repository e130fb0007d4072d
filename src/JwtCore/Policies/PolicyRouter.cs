using JwtCore.Algorithms;
using JwtCore.Text;

namespace JwtCore.Policies;

/// <summary>Finds the policy of an issuer among several, in constant time for issuers and linear time for templates. Immutable.</summary>
internal sealed class PolicyRouter
{
    private const int LongestTemplateJson = 2048;
    private const string Issuer = nameof(VerificationPolicy.Issuer);

    private readonly TextTable _issuers;
    private readonly CompiledPolicy[] _byIssuer;
    private readonly CompiledPolicy[] _templates;

    /// <exception cref="ArgumentException">An issuer is waived or given twice, or one secret serves two issuers.</exception>
    public PolicyRouter(IReadOnlyList<CompiledPolicy> policies)
    {
        Dictionary<string, CompiledPolicy> byIssuer = new(StringComparer.Ordinal);
        foreach (CompiledPolicy policy in policies)
        {
            if (policy.Issuers.IsAny)
            {
                throw new RefusedArgumentException(Issuer, "accepts any issuer; with several policies each must name its own: the issuer decides which policy judges a token.");
            }

            foreach (string issuer in policy.Issuers)
            {
                if (!byIssuer.TryAdd(issuer, policy))
                {
                    throw new RefusedArgumentException(Issuer, "is the same in two policies.");
                }
            }
        }

        RefuseSharedSecrets(policies);
        _templates = [.. policies.Where(policy => policy.Issuer.Template is not null)];
        if (_templates.Where((policy, i) => _templates.Take(i).Any(other => other.Issuer.Template!.SameAs(policy.Issuer.Template!))).Any())
        {
            throw new RefusedArgumentException(Issuer, "is the same template in two policies.");
        }

        if (_templates.Any(policy => policy.Issuer.Template!.LongestJson > LongestTemplateJson))
        {
            throw new RefusedArgumentException(Issuer, "is a template that is too long.");
        }

        KeyValuePair<string, CompiledPolicy>[] exact = [.. byIssuer.Where(entry => entry.Value.Issuer.Template is null)];
        _issuers = new TextTable(exact.Select(entry => entry.Key));
        _byIssuer = [.. exact.Select(entry => entry.Value)];
        AllAlgorithms = [.. policies.SelectMany(policy => policy.Algorithms).Distinct()];
    }

    /// <summary>Every algorithm that some policy allows.</summary>
    public SignatureAlgorithm[] AllAlgorithms { get; }

    /// <summary>The policy of the token's issuer, or null.</summary>
    /// <param name="json">The JSON value of <c>iss</c>, not verified; nothing when there is none.</param>
    public CompiledPolicy? Find(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != '"')
        {
            return null;
        }

        ReadOnlySpan<byte> content = json[1..^1];
        int index = _issuers.FindJson(content, KeyedHash.OfJson(content));
        return index >= 0 ? _byIssuer[index] : _templates.Length == 0 ? null : FindTemplate(content);
    }

    private CompiledPolicy? FindTemplate(ReadOnlySpan<byte> content)
    {
        if (content.Length > LongestTemplateJson)
        {
            return null;
        }

        Span<byte> unescaped = stackalloc byte[LongestTemplateJson];
        ReadOnlySpan<byte> issuer = JsonText.IsEscaped(content) ? unescaped[..JsonText.Unescape(content, unescaped)] : content;
        foreach (CompiledPolicy policy in _templates)
        {
            if (policy.Issuer.Template!.Matches(issuer, out _))
            {
                return policy;
            }
        }

        return null;
    }

    /// <summary>Fingerprints of the shared secrets among keys.</summary>
    public static HashSet<string> SecretsOf(KeySource keys) =>
        [.. ((keys as JwkSet)?.Keys ?? []).Select(key => key.Material).OfType<SharedSecret>().SelectMany(secret => secret.Fingerprints())];

    // Whoever knows a secret can sign, so a secret known to two issuers lets each speak for the other.
    private static void RefuseSharedSecrets(IReadOnlyList<CompiledPolicy> policies)
    {
        HashSet<string> known = [];
        foreach (CompiledPolicy policy in policies)
        {
            HashSet<string> own = SecretsOf(policy.Keys);
            if (known.Overlaps(own))
            {
                throw new RefusedArgumentException(nameof(VerificationPolicy.Keys), "has the same secret in two policies: each issuer could sign for the other.");
            }

            known.UnionWith(own);
        }
    }
}
