namespace JwtCore.Bench;

/// <summary>One node of the fleet.</summary>
internal abstract class FleetNode
{
    /// <summary>The second in which it first accepted the new key.</summary>
    public double KnowsNew { get; set; } = double.NaN;

    /// <summary>The second in which it first refused the removed key.</summary>
    public double RefusesOld { get; set; } = double.NaN;

    /// <summary>Completes when it has no request under way.</summary>
    public abstract Task Idle { get; }

    /// <summary>Whether it accepts a token now.</summary>
    public abstract bool Accepts(string token);

    /// <summary>Uses the keys as for a token of this key, without the signature: whether it would be accepted.</summary>
    public abstract bool Holds(string keyId);
}
