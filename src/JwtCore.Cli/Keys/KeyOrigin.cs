namespace JwtCore.Cli;

/// <summary>Where the keys are, before any of them is read.</summary>
/// <param name="Kind">What the value is.</param>
/// <param name="Name">The option or variable that says so.</param>
/// <param name="Value">A path, an address, an issuer or a key.</param>
internal sealed record KeyOrigin(KeyKind Kind, string Name, string Value)
{
    /// <summary>The keys come over the network.</summary>
    public bool IsRemote => Kind is KeyKind.Address or KeyKind.Discovery;
}
