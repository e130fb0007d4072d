using System.Reflection;
using System.Text;
using JwtCore.Text;

namespace JwtCore.Tests.Text;

public class TextTableTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(3), InlineData(4), InlineData(1_000)]
    public void Every_name_is_found_at_its_place_and_no_other_text_is(int count)
    {
        TextTable table = new([.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"name-{i}"))]);

        Assert.Equal(count, table.Count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(i, table.Find(Encoding.UTF8.GetBytes($"name-{i}")));
            byte[] escaped = Encoding.UTF8.GetBytes($"n\\u0061me-{i}");
            Assert.Equal(i, table.FindJson(escaped, KeyedHash.OfJson(escaped)));
        }

        foreach (string other in (string[])["", "name-", "name--1", "NAME-0", $"name-{count}"])
        {
            byte[] text = Encoding.UTF8.GetBytes(other);
            Assert.Equal(-1, table.Find(text));
            Assert.Equal(-1, table.FindJson(text, KeyedHash.OfJson(text)));
        }
    }

    [Fact]
    public void The_empty_text_is_a_name() => Assert.Equal(0, new TextTable([[]]).Find([]));

    [Fact]
    public void Names_of_one_object_hash_apart_from_those_of_another()
    {
        ulong hash = KeyedHash.Of("a"u8);
        Assert.Equal(hash, KeyedHash.WithOwner(hash, 0));
        Assert.NotEqual(hash, KeyedHash.WithOwner(hash, 1));
        Assert.NotEqual(KeyedHash.WithOwner(hash, 1), KeyedHash.WithOwner(hash, 2));
    }

    [Fact]
    public void Texts_of_other_lengths_hash_apart()
    {
        Assert.NotEqual(KeyedHash.Of("a"u8), KeyedHash.Of("a\0"u8));
        Assert.NotEqual(KeyedHash.Of("a"u8), KeyedHash.Of("b\0"u8));
    }

    [Fact]
    public void The_owner_changes_all_of_a_hash()
    {
        ulong hash = KeyedHash.Of("a"u8);
        Assert.NotEqual(hash >> 32, KeyedHash.WithOwner(hash, 1) >> 32);
    }

    [Fact]
    public void A_hash_alone_finds_no_name()
    {
        Assert.Equal(-1, new TextTable(["a"u8.ToArray()]).FindJson("b"u8, KeyedHash.Of("a"u8)));
        byte[] spelling = "\\u0061"u8.ToArray();
        Assert.Equal(-1, new TextTable([spelling]).FindJson(spelling, KeyedHash.Of(spelling)));
    }

    // A first word that makes one factor of the hash zero, which only who reads the keys of this process can choose.
    [Fact]
    public void Texts_whose_hashes_collide_are_told_apart()
    {
        byte[] zero = BitConverter.GetBytes(unchecked(Key("First") ^ (16 * Key("LengthFactor"))));
        byte[] known = [.. zero, .. "12345678"u8];
        byte[] other = [.. zero, .. "abcdefgh"u8];
        TextTable table = new([known]);

        Assert.Equal(KeyedHash.Of(known), KeyedHash.Of(other));
        Assert.Equal(0, table.Find(known));
        Assert.Equal(-1, table.Find(other));
    }

    private static ulong Key(string name) => (ulong)typeof(KeyedHash).GetField(name, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
}
