using System.Text;
using JwtCore.Tests.Support;
using JwtCore.Text;

namespace JwtCore.Tests.Text;

public class JsonMembersTests
{
    [Theory, InlineData(1), InlineData(32), InlineData(33), InlineData(500)]
    public void Every_top_level_value_is_found_by_name_before_and_after_release(int count)
    {
        byte[] json = Encoding.UTF8.GetBytes($"{{ {string.Join(" , ", Enumerable.Range(0, count).Select(i => $"\"\\u006d{i}\" : [{i}, {{}}]"))} }}");
        JsonMembers members = default;
        Assert.Equal(JsonFlaw.None, StrictJson.CheckObject(json, 64, ref members));
        TextTable names = new([.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"m{i}"))]);
        int[] located = new int[count];
        members.Locate(json, names, located);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal($"[{i}, {{}}]", Encoding.UTF8.GetString(members[located[i]].Value(json)));
        }

        members.Release();
        for (int i = 0; i < count; i++)
        {
            Assert.Equal($"[{i}, {{}}]", Encoding.UTF8.GetString(members.FindTopLevel(json, Encoding.UTF8.GetBytes($"m{i}"))));
        }

        Assert.True(members.FindTopLevel(json, "m"u8).IsEmpty);
        Assert.True(members.FindTopLevel(json, ""u8).IsEmpty);
    }

    [Theory, InlineData(0), InlineData(40)]
    public void Members_of_inner_objects_are_not_top_level(int more)
    {
        string filler = string.Concat(Enumerable.Range(0, more).Select(i => $",\"f{i}\":0"));
        byte[] json = Encoding.UTF8.GetBytes($"{{\"outer\":{{\"inner\":1}},\"array\":[{{\"inner\":2}}]{filler}}}");
        JsonMembers members = default;
        Assert.Equal(JsonFlaw.None, StrictJson.CheckObject(json, 64, ref members));
        TextTable names = new(["inner"u8.ToArray(), "outer"u8.ToArray()]);
        int[] located = new int[2];
        members.Locate(json, names, located);
        members.Release();

        Assert.Equal(-1, located[0]);
        Assert.Equal(0, located[1]);
        Assert.True(members.FindTopLevel(json, "inner"u8).IsEmpty);
        Assert.Equal("{\"inner\":1}", Encoding.UTF8.GetString(members.FindTopLevel(json, "outer"u8)));
    }

    [Theory, InlineData(0), InlineData(5), InlineData(40), InlineData(400)]
    public void Shared_members_find_what_their_origin_found_and_are_not_given_back(int more)
    {
        string filler = string.Concat(Enumerable.Range(0, more).Select(i => $",\"f{i}\":{{\"inner\":{i}}}"));
        byte[] json = Encoding.UTF8.GetBytes($"{{\"a\":{{\"inner\":1}},\"\\u0062\":2{filler}}}");
        JsonMembers members = default;
        Assert.Equal(JsonFlaw.None, StrictJson.CheckObject(json, 64, ref members));
        JsonMember[] own = members.TopLevel();
        members.Release();
        JsonMembers shared = default;
        shared.Share(own);
        shared.Release();

        Assert.Equal(2 + more, own.Length);
        Assert.Equal("{\"inner\":1}", Encoding.UTF8.GetString(shared.FindTopLevel(json, "a"u8)));
        Assert.Equal("2", Encoding.UTF8.GetString(shared.FindTopLevel(json, "b"u8)));
        Assert.True(shared.FindTopLevel(json, "inner"u8).IsEmpty);
        Assert.Equal(more, Enumerable.Range(0, more).Count(i => !shared.FindTopLevel(json, Encoding.UTF8.GetBytes($"f{i}")).IsEmpty));
    }

    [Theory, InlineData(1), InlineData(33)]
    public void The_braces_around_members_are_no_names(int count)
    {
        byte[] json = Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"m{i}\":{i}"))}}}");
        JsonMembers members = default;
        Assert.Equal(JsonFlaw.None, StrictJson.CheckObject(json, 64, ref members));
        members.Release();

        Assert.True(members.FindTopLevel(json, "}"u8).IsEmpty);
        Assert.True(members.FindTopLevel(json, "{"u8).IsEmpty);
    }

    [Fact]
    public void However_many_members_there_are_all_memory_is_given_back()
    {
        byte[] json = Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 600).Select(i => $"\"m{i}\":{i}"))}}}");
        Assert.Equal(0, Allocations.PerCall(() =>
        {
            JsonMembers members = default;
            StrictJson.CheckObject(json, 64, ref members);
            members.Release();
        }));
    }
}
