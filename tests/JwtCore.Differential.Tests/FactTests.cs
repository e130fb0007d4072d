using System.Text;
using JwtCore.Differential.Facts;

namespace JwtCore.Differential.Tests;

/// <summary>The facts are what a ledger entry rests on, so each fault is told from its neighbours.</summary>
public class FactTests
{
    [Theory]
    [InlineData("""{"a":1}""", nameof(JsonFaults.None))]
    [InlineData(""" {"a":{"a":1},"b":[{"a":1},{"a":2}]} """, nameof(JsonFaults.None))]
    [InlineData("""{"a":1,"\u0061":2}""", nameof(JsonFaults.DuplicateName))]
    [InlineData("""{"x":[{"b":1,"b":1}]}""", nameof(JsonFaults.DuplicateName))]
    [InlineData("\uFEFF{}", nameof(JsonFaults.ByteOrderMark))]
    [InlineData("""{"a":"\ud800"}""", nameof(JsonFaults.LoneSurrogate))]
    [InlineData("""{"\udc00":1}""", nameof(JsonFaults.LoneSurrogate))]
    [InlineData("""{"a":"\ud83d\ude00"}""", nameof(JsonFaults.None))]
    [InlineData("{}{}", nameof(JsonFaults.MoreBehind))]
    [InlineData("{} //", nameof(JsonFaults.MoreBehind))]
    [InlineData("""{"a":1,}""", nameof(JsonFaults.Syntax))]
    [InlineData("", nameof(JsonFaults.Syntax))]
    [InlineData("[]", nameof(JsonFaults.NoObject))]
    [InlineData("null", nameof(JsonFaults.NoObject))]
    public void A_fault_is_named(string json, string faults) => Assert.Equal(faults, new JsonView(Encoding.UTF8.GetBytes(json)).Faults.ToString());

    [Fact]
    public void Invalid_UTF8_is_named() => Assert.Equal(JsonFaults.InvalidUtf8, new JsonView([.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]).Faults);

    [Theory]
    [InlineData(63, nameof(JsonFaults.None)), InlineData(64, nameof(JsonFaults.TooDeep))]
    public void Depth_counts_from_the_top_object(int depth, string faults) =>
        Assert.Equal(faults, new JsonView(Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', depth)}{new string(']', depth)}}}")).Faults.ToString());

    [Fact]
    public void The_last_member_of_a_name_counts_and_members_inside_do_not()
    {
        JsonView view = new("""{"a":1,"b":{"c":3},"a":2}"""u8.ToArray());

        Assert.Equal(2, view["a"]!.Value.GetInt32());
        Assert.True(view.Has("b"));
        Assert.False(view.Has("c"));
    }

    [Theory]
    [InlineData("YQ", false), InlineData("YR", true), InlineData("YWI", false), InlineData("YWJ", true), InlineData("YWJj", false), InlineData("YWJjZ", true), InlineData("YQ==", false)]
    public void Bits_behind_the_last_byte_are_found(string segment, bool isFound) => Assert.Equal(isFound, TokenView.HasTrailingBits(segment));
}
