using JwtCore.Caching;

namespace JwtCore.Tests.Caching;

public class SeenTokensTests
{
    [Fact]
    public void A_token_is_seen_from_its_second_meeting_on()
    {
        SeenTokens seen = new(16);

        Assert.False(seen.Meet(5));
        Assert.True(seen.Meet(5));
        Assert.True(seen.Meet(5));
        seen.Forget(5);
        Assert.False(seen.Meet(5));
    }

    [Theory, InlineData(1, 1), InlineData(2, 2), InlineData(3, 4), InlineData(1_000, 1_024)]
    public void There_is_room_for_as_many_as_asked_for(int asked, ulong held)
    {
        SeenTokens seen = new(asked);
        for (ulong i = 1; i <= held; i++)
        {
            Assert.False(seen.Meet(i));
        }

        for (ulong i = 1; i <= held; i++)
        {
            Assert.True(seen.Meet(i));
        }
    }

    [Fact]
    public void The_newest_takes_the_place_of_another()
    {
        SeenTokens seen = new(4);
        seen.Meet(3);

        Assert.False(seen.Meet(3 + 4));
        Assert.False(seen.Meet(3));
        Assert.False(seen.Meet(unchecked((ulong)-1)));
        Assert.True(seen.Meet(unchecked((ulong)-1)));
    }
}
