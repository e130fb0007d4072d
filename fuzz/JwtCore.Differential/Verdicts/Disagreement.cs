using JwtCore.Differential.Facts;

namespace JwtCore.Differential.Verdicts;

/// <summary>One library's verdict differs from JwtCore's.</summary>
/// <param name="Library">The other library.</param>
/// <param name="Verdict">JwtCore's error, or None where it accepts.</param>
/// <param name="Code">The code with which the other refuses; empty where it accepts.</param>
/// <param name="Facts">What is unusual about the token.</param>
internal sealed record Disagreement(string Library, string Verdict, string Code, FactSet Facts)
{
    public override string ToString() =>
        $"{Library} {(Code.Length == 0 ? "accepts" : $"refuses ({Code})")}, JwtCore {(Verdict == "None" ? "accepts" : $"refuses ({Verdict})")}; facts: {string.Join(", ", Facts.Names().DefaultIfEmpty("none"))}";
}
