using System.Text;
using JwtCore.Text;

namespace JwtCore.Tests.Text;

public class JsonStringEndsTests
{
    [Theory]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("\u0000")]
    [InlineData("\u001f")]
    public void A_stop_is_found_wherever_it_stands_and_however_long_the_text_is(string stop)
    {
        for (int length = 1; length < 200; length++)
        {
            for (int at = 0; at < length; at++)
            {
                byte[] json = Encoding.ASCII.GetBytes(new string('a', at) + stop + new string('\x7f', length - at - 1));
                foreach (int from in (int[])[0, at / 2, at])
                {
                    JsonStringEnds stops = new(json);
                    Assert.Equal(at, stops.Find(from));
                    Assert.Equal(length, stops.Find(at + 1));
                }
            }
        }
    }

    [Fact]
    public void Every_stop_is_found_from_front_to_back()
    {
        Random random = new(20261128);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] json = new byte[random.Next(300)];
            random.NextBytes(json);
            JsonStringEnds stops = new(json);
            for (int position = 0; position <= json.Length; position++)
            {
                int expected = position;
                while (expected < json.Length && json[expected] is not ((byte)'"' or (byte)'\\' or < 0x20))
                {
                    expected++;
                }

                Assert.Equal(expected, stops.Find(position));
                position = expected + random.Next(40);
            }
        }
    }
}
