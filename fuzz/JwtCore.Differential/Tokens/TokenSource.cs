using JwtCore.Differential.Damages;

namespace JwtCore.Differential.Tokens;

/// <summary>
/// Makes the tokens of one chunk. HMAC tokens are made one by one. Asymmetric signatures are slow, so a chunk signs a pool
/// of tokens, some damaged before the signature, and draws from it for damage behind the signature. The seed settles
/// everything but the random numbers inside ECDSA and PSS signatures.
/// </summary>
internal sealed class TokenSource
{
    private const int PoolSize = 48;

    private static readonly Damage[][] Groups =
        [SegmentDamage.All, HeaderDamage.All, JsonDamage.All, ClaimDamage.All, SignatureDamage.All, KeyDamage.All];

    private static readonly Damage[][] GroupsBefore = [.. Groups.Select(group => group.Where(damage => damage.ToDraft is not null).ToArray()).Where(group => group.Length > 0)];
    private static readonly Damage[][] GroupsAfter = [.. Groups.Select(group => group.Where(damage => damage.ToSigned is not null).ToArray()).Where(group => group.Length > 0)];

    private static readonly Lazy<Signed[]> Paddings = new(() => PaddingDamage.Make(new Random(1)));

    private readonly Random _random;
    private readonly Signed[][] _pools;

    public TokenSource(int seed)
    {
        _random = new Random(seed);
        _pools =
        [
            Fill("rs", "free", "RS256"),
            Fill("ps", "free", "PS256"),
            Fill("es", "es", "ES256"),
            Paddings.Value,
        ];
    }

    /// <summary>Every kind of damage, for the record.</summary>
    public static IEnumerable<string> Kinds =>
        [None, .. Groups.SelectMany(group => group).Select(damage => damage.Kind), .. Paddings.Value.Select(token => token.Kinds[0]).Distinct()];

    public const string None = "none";

    public (Setting Setting, Signed Token) Next()
    {
        int draw = _random.Next(1000);
        Setting setting = draw < 120 ? Setting.Alone : draw < 560 ? Setting.Nearest : Setting.Default;
        if (setting == Setting.Alone || _random.Next(100) >= 14)
        {
            return (setting, MakeHmac(setting));
        }

        int family = _random.Next(100);
        Signed[] pool = _pools[family < 32 ? 0 : family < 64 ? 1 : family < 98 ? 2 : 3];
        Signed token = pool[_random.Next(pool.Length)].Copy();
        if (_random.Next(100) < (token.Kinds[0] == None ? 70 : 15))
        {
            Apply(token, Draw(GroupsAfter));
        }

        return (setting, token);
    }

    private Signed MakeHmac(Setting setting)
    {
        TestKey key = setting == Setting.Alone ? KeyRing.Alone : KeyRing.Named(_random.Next(4) == 0 ? "hs-free" : "hs");
        int count = _random.Next(100) switch { < 8 => 0, < 76 => 1, < 96 => 2, _ => 3 };
        Damage[] damages = [.. Enumerable.Range(0, count).Select(_ => Draw(Groups)).Distinct()];
        Signed token = Sign(setting, key, "HS256", damages.Where(damage => damage.ToDraft is not null));
        foreach (Damage damage in damages.Where(damage => damage.ToSigned is not null))
        {
            Apply(token, damage);
        }

        return token;
    }

    private Signed[] Fill(string keyId, string otherKeyId, string algorithm)
    {
        Signed[] pool = new Signed[PoolSize];
        for (int i = 0; i < pool.Length; i++)
        {
            TestKey key = KeyRing.Named(_random.Next(4) == 0 ? otherKeyId : keyId);
            Damage[] damages = _random.Next(2) == 0 ? [] : [Draw(GroupsBefore)];
            pool[i] = Sign(Setting.Default, key, algorithm, damages);
        }

        return pool;
    }

    private Signed Sign(Setting setting, TestKey key, string algorithm, IEnumerable<Damage> damages)
    {
        Draft draft = new(setting, key, algorithm, _random);
        List<string> kinds = [];
        foreach (Damage damage in damages)
        {
            if (damage.Fits(draft))
            {
                damage.ToDraft!(draft);
                kinds.Add(damage.Kind);
            }
        }

        return draft.Sign(kinds.Count == 0 ? [None] : kinds);
    }

    private void Apply(Signed token, Damage damage)
    {
        if (damage.Fits(token))
        {
            damage.ToSigned!(token, _random);
            token.Kinds = [.. token.Kinds.Where(kind => kind != None), damage.Kind];
        }
    }

    private Damage Draw(Damage[][] groups)
    {
        Damage[] group = groups[_random.Next(groups.Length)];
        return group[_random.Next(group.Length)];
    }
}
