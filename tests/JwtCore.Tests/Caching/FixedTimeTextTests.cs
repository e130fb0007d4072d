using JwtCore.Caching;

namespace JwtCore.Tests.Caching;

public class FixedTimeTextTests
{
    private const int Longest = 600;

    [Fact]
    public void Equal_texts_of_every_length_are_equal()
    {
        for (int length = 0; length <= Longest; length++)
        {
            byte[] text = Text(length);
            Assert.True(FixedTimeText.AreEqual(text, [.. text]), $"{length} bytes");
        }
    }

    [Fact]
    public void A_difference_in_any_one_byte_of_a_text_of_any_length_is_seen()
    {
        for (int length = 1; length <= Longest; length++)
        {
            byte[] text = Text(length);
            byte[] other = [.. text];
            for (int at = 0; at < length; at++)
            {
                other[at] ^= (byte)(1 << (at % 8));
                if (FixedTimeText.AreEqual(text, other) || FixedTimeText.AreEqual(other, text))
                {
                    Assert.Fail($"byte {at} of {length}");
                }

                other[at] = text[at];
            }
        }
    }

    [Fact]
    public void Any_two_texts_compare_as_in_the_naive_twin()
    {
        Random random = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] left = Text(random.Next(70));
            byte[] right = Text(random.Next(4) == 0 ? random.Next(70) : left.Length);
            for (int changes = random.Next(3); changes > 0 && right.Length > 0; changes--)
            {
                right[random.Next(right.Length)] ^= (byte)random.Next(256);
            }

            Assert.Equal(left.AsSpan().SequenceEqual(right), FixedTimeText.AreEqual(left, right));
        }
    }

    [Fact]
    public void Differences_do_not_cancel_out()
    {
        for (int length = 2; length <= 100; length++)
        {
            byte[] other = Text(length);
            for (int i = 0; i < length; i++)
            {
                other[i] ^= 0xFF;
            }

            Assert.False(FixedTimeText.AreEqual(Text(length), other));
        }
    }

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
