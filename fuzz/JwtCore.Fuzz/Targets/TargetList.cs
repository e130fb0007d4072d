namespace JwtCore.Fuzz.Targets;

/// <summary>All targets, by name. None is made before it is asked for: an instrumented core runs under the fuzzer alone.</summary>
internal static class TargetList
{
    private static readonly Dictionary<string, Func<FuzzTarget>> Makers = new()
    {
        ["segments"] = () => new SegmentsTarget(),
        ["header"] = () => new HeaderTarget(),
        ["payload"] = () => new PayloadTarget(),
        ["jwk"] = () => new JwkTarget(),
        ["jwks"] = () => new JwkSetTarget(),
        ["keytext"] = () => new KeyTextTarget(),
        ["look"] = () => new LookTarget(),
        ["date"] = () => new DateTarget(),
        ["token"] = () => new TokenTarget(),
        ["cached"] = () => new CachedTarget(),
        ["issuers"] = () => new IssuersTarget(),
        ["operation"] = () => new OperationTarget(),
    };

    public static IEnumerable<string> Names => Makers.Keys;

    /// <summary>How to make a target; null when there is none of this name.</summary>
    public static Func<FuzzTarget>? Find(string name) => Makers.GetValueOrDefault(name);
}
