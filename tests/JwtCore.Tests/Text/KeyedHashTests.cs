using JwtCore.Text;

namespace JwtCore.Tests.Text;

public class KeyedHashTests
{
    private const int Objects = 20_000;

    // As the table of members does it: open addressing, linear probing, at most half full. Combining alone, without mixing,
    // needs more than a hundred million steps for the first row: the names of all objects stand in one run.
    [Theory]
    [InlineData(0, 1, 1UL), InlineData(0, 1, 3UL), InlineData(0, 2, 0x1_0000_0001UL), InlineData(5, 4, 0x8000_0000_0000_0001UL), InlineData(0, 1, 0x10_0001UL)]
    public void Names_of_many_objects_spread_whatever_factor_a_process_draws(ulong first, ulong second, ulong factor)
    {
        ulong?[] slots = new ulong?[1 << 17];
        long steps = 0;
        for (int owner = 1; owner <= Objects; owner++)
        {
            foreach (ulong name in (ulong[])[first, second])
            {
                ulong hash = KeyedHash.WithOwner(name, owner, factor);
                int slot = unchecked((int)hash) & (slots.Length - 1);
                for (; slots[slot] is not null; slot = (slot + 1) & (slots.Length - 1))
                {
                    steps++;
                }

                slots[slot] = hash;
            }
        }

        Assert.InRange(steps, 0, 4 * Objects);
    }

    [Theory, InlineData(1UL), InlineData(3UL), InlineData(ulong.MaxValue)]
    public void The_leading_bits_tell_objects_apart_too(ulong factor) =>
        Assert.InRange(Enumerable.Range(1, 1_000).Select(owner => KeyedHash.WithOwner(7, owner, factor) >> 58).Distinct().Count(), 48, 64);

    [Fact]
    public void The_names_of_the_top_level_keep_the_hash_of_their_text() => Assert.Equal(7UL, KeyedHash.WithOwner(7, 0));
}
