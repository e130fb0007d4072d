namespace JwtCore.Tests.Jwks;

/// <summary>Draws the same number always.</summary>
internal sealed class FixedRandom(double drawn) : Random
{
    public override double NextDouble() => drawn;
}
