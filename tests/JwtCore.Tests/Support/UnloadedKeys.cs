namespace JwtCore.Tests.Support;

/// <summary>Keys that have not been loaded yet, until they are.</summary>
internal sealed class UnloadedKeys : KeySource
{
    public JwkSet? Loaded { get; set; }

    internal override bool IsStatic => true;

    internal override JwkSet? KeysAt(ref CallTime time) => Loaded;
}
