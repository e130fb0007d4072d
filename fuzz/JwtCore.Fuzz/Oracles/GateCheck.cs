using JwtCore.Tests.Twins;
using JwtCore.Text;

namespace JwtCore.Fuzz.Oracles;

/// <summary>Holds the gate for JSON against its naive twin, at several depths.</summary>
internal static class GateCheck
{
    private static readonly int[] Depths = [Limits.DeepestJson, 3];

    public static void Run(byte[] json)
    {
        foreach (int depth in Depths)
        {
            Gate gate = new(json, depth);
            Guard.Run("the gate", gate, static gate => gate.Check(), mostBytes: 0);
            Guard.Require(gate.Passes == NaiveJson.IsStrict(json, depth), $"the gate says {gate.Passes} at depth {depth}");
        }
    }

    private sealed class Gate(byte[] json, int depth)
    {
        public bool Passes { get; private set; }

        public void Check()
        {
            JsonMembers members = default;
            Passes = StrictJson.CheckValue(json, depth, ref members) == JsonFlaw.None;
            members.Release();
        }
    }
}
