using System.Text;
using JwtCore.Text;

namespace JwtCore.Tests.Text;

public class MemberOrdersTests
{
    private static readonly TextTable Names = new(["iss", "exp", "other"]);

    public static TheoryData<string> Texts => new(
        """{"iss":"a","exp":1}""",
        """{"iss":"\u0061","exp":1.5e3}""",
        """{"exp":1,"iss":"a"}""",
        """{"iss":"a","exp":1,"iss":"b"}""",
        """{"iss":"a","iss":"b"}""",
        """{"iss":"a","\u0069ss":"b"}""",
        """{"iss":"a","exp":1,"more":[]}""",
        """{"iss":"a"}""",
        """{"iss" :"a","exp":1}""",
        """{"iss": "a", "exp": 1}""",
        """{"iss":{"iss":"a","exp":1},"exp":1}""",
        """{"iss":{"exp":1}}""",
        """{"iss":1,"exp":{"iss":"a","exp":1}}""",
        """{"iss":{"iss":1}, "exp":1,"more":1}""",
        """{"iss":{"exp":1},}""",
        """{"iss":1,"exp":1,}""",
        """{"iss":[{"exp":1,"exp":2}],"exp":1}""",
        """{"iss":{},"exp":1}""",
        """{"iss":"a","exp":}""",
        """{"iss":"a","exp":1""",
        """{"iss":"a","exp""",
        """{"iss":"a","expected":1}""",
        """{"iss":}""",
        "{}");

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_is_expected_changes_neither_verdict_nor_members(string text)
    {
        byte[] json = Encoding.UTF8.GetBytes(text);
        JsonMembers plain = default;
        JsonFlaw flaw = StrictJson.CheckObject(json, Limits.DeepestJson, ref plain);
        foreach (string learnt in (string[])["""{"iss":"a","exp":1}""", """{"iss":"a"}""", """{"iss":"a","exp":1,"more":[]}""", """{"a":1}"""])
        {
            JsonMembers expected = default;
            MemberOrder? order = Learn(new MemberOrders(), learnt, Names).Latest;
            Assert.Equal(flaw, StrictJson.CheckObject(json, Limits.DeepestJson, order, ref expected, out bool cameAsExpected));
            Assert.Equal(plain.Count, expected.Count);
            for (int i = 0; i < plain.Count; i++)
            {
                Assert.Equal(plain[i], expected[i]);
            }

            if (flaw == JsonFlaw.None && cameAsExpected)
            {
                int[] located = new int[Names.Count];
                plain.Locate(json, Names, located);
                Assert.Equal(located, order!.Located.ToArray());
            }
        }
    }

    [Fact]
    public void An_order_is_matched_by_its_own_members_alone()
    {
        MemberOrders orders = Learn(new MemberOrders(), """{"iss":"a","exp":1}""", Names);
        Assert.True(Matches(orders, """{"iss":"other","exp":2}"""));
        Assert.False(Matches(orders, """{"iss":"other"}"""));
        Assert.False(Matches(orders, """{"iss":"other","exp":2,"more":3}"""));
        Assert.False(Matches(orders, """{"iss":{"exp":2}}"""));
        Assert.False(Matches(orders, """{"exp":2,"iss":"other"}"""));
    }

    [Theory]
    [InlineData("""{"iss":{"a":1}}""")]
    [InlineData("""{"iss" :1}""")]
    [InlineData("""{"\u0069ss":1}""")]
    [InlineData("{}")]
    public void What_is_not_plain_is_not_learnt(string json)
    {
        MemberOrders orders = Learn(new MemberOrders(), json, Names);
        Assert.Equal(0, orders.Count);
        Assert.Null(orders.Latest);
    }

    [Fact]
    public void The_members_that_fit_inline_are_learnt_and_no_more()
    {
        string members = string.Join(',', Enumerable.Range(0, JsonMembers.InlineCapacity).Select(i => $"\"m{i}\":{i}"));
        Assert.Equal(1, Learn(new MemberOrders(), $"{{{members}}}", Names).Count);
        Assert.Equal(0, Learn(new MemberOrders(), $"{{{members},\"more\":1}}", Names).Count);
    }

    [Theory, InlineData(MemberOrder.LongestNames, 1), InlineData(MemberOrder.LongestNames + 1, 0)]
    public void Orders_are_bounded_in_bytes(int length, int learnt)
    {
        string last = new('n', length - "iss".Length);
        Assert.Equal(learnt, Learn(new MemberOrders(), $"{{\"iss\":1,\"{last}\":2}}", Names).Count);
    }

    [Fact]
    public void Orders_are_learnt_once_and_only_so_many()
    {
        MemberOrders orders = new();
        for (int i = 0; i < 100; i++)
        {
            Learn(orders, $"{{\"m{i}\":1}}", Names);
            Learn(orders, $"{{\"m{i}\":2}}", Names);
        }

        Assert.Equal(16, orders.Count);
        Learn(orders, """{"m3":1}""", Names);
        Assert.True(Matches(orders, """{"m3":1}"""));
    }

    [Fact]
    public void An_order_tells_for_its_own_names_only_where_they_are()
    {
        TextTable others = new(["exp"]);
        MemberOrders orders = Learn(new MemberOrders(), """{"iss":"a","exp":1}""", Names);
        Learn(orders, """{"iss":"a","exp":1}""", others);
        Assert.Equal(1, orders.Count);
        Assert.Same(Names, orders.Latest!.Table);
    }

    [Fact]
    public void A_long_name_is_expected_to_its_last_letter()
    {
        MemberOrders orders = Learn(new MemberOrders(), """{"a_name_longer_than_a_load":1}""", Names);
        Assert.True(Matches(orders, """{"a_name_longer_than_a_load":2}"""));
        Assert.False(Matches(orders, """{"a_name_longer_than_a_loaf":2}"""));
    }

    [Fact]
    public void A_duplicate_of_any_expected_member_is_found()
    {
        string members = string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"m{i}\":{i}"));
        MemberOrders orders = Learn(new MemberOrders(), $"{{{members}}}", Names);
        for (int again = 0; again < 30; again++)
        {
            JsonMembers found = default;
            Assert.Equal(
                JsonFlaw.DuplicateName,
                StrictJson.CheckObject(Encoding.UTF8.GetBytes($"{{{members},\"m{again}\":0}}"), Limits.DeepestJson, orders.Latest, ref found, out bool cameAsExpected));
            Assert.False(cameAsExpected);
        }
    }

    [Fact]
    public void Orders_that_take_turns_are_learnt_once()
    {
        MemberOrders orders = new();
        for (int i = 0; i < 3; i++)
        {
            Learn(orders, """{"a":1}""", Names);
            Learn(orders, """{"b":1}""", Names);
        }

        Assert.Equal(2, orders.Count);
    }

    private static bool Matches(MemberOrders orders, string text)
    {
        JsonMembers members = default;
        Assert.Equal(JsonFlaw.None, StrictJson.CheckObject(Encoding.UTF8.GetBytes(text), Limits.DeepestJson, orders.Latest, ref members, out bool cameAsExpected));
        return cameAsExpected;
    }

    private static MemberOrders Learn(MemberOrders orders, string text, TextTable table)
    {
        byte[] json = Encoding.UTF8.GetBytes(text);
        JsonMembers members = default;
        Assert.Equal(JsonFlaw.None, StrictJson.CheckObject(json, Limits.DeepestJson, orders.Latest, ref members, out bool cameAsExpected));
        if (!cameAsExpected)
        {
            orders.Learn(json, members, table);
        }

        members.Release();
        return orders;
    }
}
