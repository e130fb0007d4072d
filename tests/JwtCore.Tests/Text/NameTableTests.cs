using System.Reflection;
using System.Text;
using JwtCore.Text;

namespace JwtCore.Tests.Text;

public class NameTableTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(3), InlineData(4), InlineData(1_000)]
    public void Every_name_is_found_at_its_place_and_no_other_text_is(int count)
    {
        NameTable table = new([.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"name-{i}"))]);

        Assert.Equal(count, table.Count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(i, table.Find(Encoding.UTF8.GetBytes($"name-{i}")));
            byte[] escaped = Encoding.UTF8.GetBytes($"n\\u0061me-{i}");
            Assert.Equal(i, table.FindJson(escaped, NameHash.OfJson(escaped)));
        }

        foreach (string other in (string[])["", "name-", "name--1", "NAME-0", $"name-{count}"])
        {
            byte[] text = Encoding.UTF8.GetBytes(other);
            Assert.Equal(-1, table.Find(text));
            Assert.Equal(-1, table.FindJson(text, NameHash.OfJson(text)));
        }
    }

    [Fact]
    public void The_empty_text_is_a_name() => Assert.Equal(0, new NameTable([[]]).Find([]));

    [Fact]
    public void Names_of_one_object_hash_apart_from_those_of_another()
    {
        ulong hash = NameHash.Of("a"u8);
        Assert.Equal(hash, NameHash.WithOwner(hash, 0));
        Assert.NotEqual(hash, NameHash.WithOwner(hash, 1));
        Assert.NotEqual(NameHash.WithOwner(hash, 1), NameHash.WithOwner(hash, 2));
    }

    [Fact]
    public void Texts_of_other_lengths_hash_apart()
    {
        Assert.NotEqual(NameHash.Of("a"u8), NameHash.Of("a\0"u8));
        Assert.NotEqual(NameHash.Of("a"u8), NameHash.Of("b\0"u8));
    }

    [Fact]
    public void The_owner_changes_all_of_a_hash()
    {
        ulong hash = NameHash.Of("a"u8);
        Assert.NotEqual(hash >> 32, NameHash.WithOwner(hash, 1) >> 32);
    }

    [Fact]
    public void A_hash_alone_finds_no_name()
    {
        Assert.Equal(-1, new NameTable(["a"u8.ToArray()]).FindJson("b"u8, NameHash.Of("a"u8)));
        byte[] spelling = "\\u0061"u8.ToArray();
        Assert.Equal(-1, new NameTable([spelling]).FindJson(spelling, NameHash.Of(spelling)));
    }

    // A first word that makes one factor of the hash zero, which only who reads the keys of this process can choose.
    [Fact]
    public void Texts_whose_hashes_collide_are_told_apart()
    {
        byte[] zero = BitConverter.GetBytes(unchecked(Key("First") ^ (16 * Key("LengthFactor"))));
        byte[] known = [.. zero, .. "12345678"u8];
        byte[] other = [.. zero, .. "abcdefgh"u8];
        NameTable table = new([known]);

        Assert.Equal(NameHash.Of(known), NameHash.Of(other));
        Assert.Equal(0, table.Find(known));
        Assert.Equal(-1, table.Find(other));
    }

    private static ulong Key(string name) => (ulong)typeof(NameHash).GetField(name, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
}
