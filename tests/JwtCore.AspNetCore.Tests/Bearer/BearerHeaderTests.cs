using System.Runtime.InteropServices;
using Microsoft.Extensions.Primitives;

namespace JwtCore.AspNetCore.Tests;

public class BearerHeaderTests
{
    [Theory]
    [InlineData("Bearer a.b.c", "a.b.c")]
    [InlineData("bearer a.b.c", "a.b.c")]
    [InlineData("BEARER   a.b.c", "a.b.c")]
    [InlineData("Bearer a.b.c ", "a.b.c ")]
    [InlineData("Bearer a, Bearer b", "a, Bearer b")]
    [InlineData("Bearer \ta", "\ta")]
    [InlineData("Bearer", "")]
    [InlineData("Bearer ", "")]
    [InlineData("Bearer    ", "")]
    public void A_token_follows_the_scheme_and_its_spaces(string header, string expected)
    {
        Assert.Equal(BearerHeaderForm.Token, BearerHeader.Read(header, out ReadOnlyMemory<char> token));
        Assert.Equal(expected, token.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearera.b.c")]
    [InlineData("Bearer\ta.b.c")]
    [InlineData(" Bearer a.b.c")]
    [InlineData("a.b.c")]
    [InlineData("DPoP a.b.c")]
    public void Without_the_scheme_there_is_no_token(string? header)
    {
        Assert.Equal(BearerHeaderForm.NoToken, BearerHeader.Read(header, out ReadOnlyMemory<char> token));
        Assert.True(token.IsEmpty);
    }

    [Fact]
    public void No_header_has_no_token() => Assert.Equal(BearerHeaderForm.NoToken, BearerHeader.Read(StringValues.Empty, out _));

    [Fact]
    public void Of_several_headers_none_is_chosen()
    {
        Assert.Equal(BearerHeaderForm.Several, BearerHeader.Read(new StringValues(["Basic a", "Bearer b"]), out ReadOnlyMemory<char> token));
        Assert.True(token.IsEmpty);
    }

    [Fact]
    public void The_token_is_not_copied()
    {
        string header = new("Bearer a.b.c");
        BearerHeader.Read(header, out ReadOnlyMemory<char> token);

        Assert.True(MemoryMarshal.TryGetString(token, out string? text, out int start, out int length));
        Assert.Same(header, text);
        Assert.Equal((7, 5), (start, length));
    }
}
