namespace JwtCore.Fuzz.Seeds;

/// <summary>Changes seeds a little, blindly: what a smoke test does where no fuzzer guides it. The same seed makes the same changes.</summary>
internal sealed class InputMutator(Random random, byte[][] seeds)
{
    private const int LongestInput = 16_384;

    private static readonly byte[] Likely = [.. "\"\\{}[]:,0eE+-. /u_="u8, 0, 0x80, 0xC3, 0xED, 0xFF];

    public byte[] Next()
    {
        List<byte> input = [.. Pick()];
        for (int i = random.Next(4); i >= 0; i--)
        {
            Change(input);
        }

        return [.. input.Take(LongestInput)];
    }

    private byte[] Pick() => seeds[random.Next(seeds.Length)];

    private void Change(List<byte> input)
    {
        int at = random.Next(input.Count + 1);
        bool isInside = at < input.Count;
        switch (random.Next(8))
        {
            case 0 when isInside:
                input[at] = (byte)random.Next(256);
                break;
            case 1 when isInside:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2 when isInside:
                input.RemoveRange(at, random.Next(1, Math.Min(9, input.Count - at + 1)));
                break;
            case 3 when isInside:
                input.InsertRange(at, input.GetRange(at, random.Next(1, input.Count - at + 1)));
                break;
            case 4 when isInside:
                input.RemoveRange(at, input.Count - at);
                break;
            case 5:
                byte[] other = Pick();
                int from = random.Next(other.Length);
                input.InsertRange(at, other[from..random.Next(from, other.Length)]);
                break;
            default:
                input.Insert(at, Likely[random.Next(Likely.Length)]);
                break;
        }
    }
}
