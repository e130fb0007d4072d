using System.Globalization;

namespace JwtCore.Bench;

/// <summary>One thing that the gate looks at.</summary>
/// <param name="Name">What was compared with what.</param>
/// <param name="Measured">The ratio, or the bytes.</param>
/// <param name="Limit">The most it may be.</param>
/// <param name="Group">The rows it was computed from, to be measured again.</param>
internal sealed record Finding(string Name, double Measured, double Limit, (string Area, string Subject, string? Algorithm, int? Claims) Group)
{
    // What is no number passes nothing.
    public bool Holds => Measured <= Limit;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Holds ? "holds " : "FAILED")} {Name}: {Measured:0.####}, at most {Limit:0.####}");
}
