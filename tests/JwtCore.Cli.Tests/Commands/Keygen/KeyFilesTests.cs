using System.Diagnostics;
using System.Runtime.Versioning;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>The files of a key: both or none, whatever happens, and none where it is not expected.</summary>
public class KeyFilesTests : CliTest
{
    private string[] Files => [.. Directory.GetFileSystemEntries(PathOf("")).Select(path => Path.GetFileName(path)).Order()];

    [Fact]
    public async Task When_one_file_cannot_be_written_the_other_is_not_either()
    {
        string other = PathOf("none/file.json");

        AssertWrongUsage($"--public: cannot write {other}: there is no such directory.", await Run("keygen", "--alg", "ES256", "--out", PathOf("key.json"), "--public", other));
        AssertWrongUsage($"--out: cannot write {other}: there is no such directory.", await Run("keygen", "--alg", "ES256", "--out", other, "--public", PathOf("set.json")));
        Assert.Empty(Files);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_put_in_its_place_is_taken_back_when_the_next_cannot_be(bool wasThere)
    {
        string first = PathOf("first");
        string second = PathOf("second");
        if (wasThere)
        {
            File.WriteAllText(first, "old");
        }

        using (FilePair files = new())
        {
            files.Add(() => OutputFile.Draft("--public", first, "new", mayReplace: true, isSecret: false));
            files.Add(() => OutputFile.Draft("--out", second, "new", mayReplace: false, isSecret: true));
            File.WriteAllText(second, "in between");

            Assert.Equal($"--out: {second} exists already; --force replaces it.", Assert.Throws<UsageException>(files.Publish).Message);
        }

        Assert.Equal(wasThere ? ["first", "second"] : ["second"], Files);
        Assert.Equal("in between", File.ReadAllText(second));
        Assert.Equal(wasThere ? "old" : null, wasThere ? File.ReadAllText(first) : null);
    }

    [Fact]
    public async Task The_public_file_is_not_written_when_standard_output_does_not_take_the_private_key()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The streams are those of a shell of Linux.");
        string set = PathOf("set.json");

        Assert.Equal(2, (await BuiltProgram.RunInShellAsync($"{{0}} keygen --alg ES256 --public '{set}' >/dev/full")).Code);
        Assert.Empty(Files);

        File.WriteAllText(set, "old");
        Assert.Equal(2, (await BuiltProgram.RunInShellAsync($"{{0}} keygen --alg ES256 --public '{set}' --force >/dev/full")).Code);
        Assert.Equal("old", File.ReadAllText(set));
        Assert.Equal(["set.json"], Files);
    }

    [Theory]
    [InlineData("--out", true)]
    [InlineData("--out", false)]
    [InlineData("--public", true)]
    [InlineData("--public", false)]
    public async Task A_symbolic_link_is_neither_followed_nor_replaced(string option, bool isForced)
    {
        string target = PathOf("target");
        string link = PathOf("link");
        File.CreateSymbolicLink(link, target);
        string[] command = ["keygen", "--alg", "ES256", option, link, .. isForced ? ["--force"] : Array.Empty<string>()];
        string message = $"{option}: cannot write {link}: it is a symbolic link. Give the file that it leads to.";

        AssertWrongUsage(message, await Run(command));
        Assert.Equal(["link"], Files);

        File.WriteAllText(target, "precious");
        AssertWrongUsage(message, await Run(command));
        Assert.Equal("precious", File.ReadAllText(target));
        Assert.Equal(target, new FileInfo(link).LinkTarget);
    }

    [Fact, SupportedOSPlatform("linux")]
    public async Task Another_name_of_a_replaced_file_keeps_the_old_content()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test makes a hard link with a tool of Linux.");
        string key = Write("key.json", "old");
        using (Process link = Process.Start("ln", [key, PathOf("other.json")]))
        {
            await link.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, (await Run("keygen", "--alg", "ES256", "--out", key, "--public", PathOf("other.json"), "--force")).Code);

        TestKeyPair pair = TestKeyPair.FromJwk(File.ReadAllBytes(key));
        Assert.Equal(pair.KeyId, Assert.Single(JwkSet.Parse(File.ReadAllBytes(PathOf("other.json")), publicOnly: true).Keys).KeyId);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    [Fact]
    public async Task Two_paths_to_one_file_through_a_linked_directory_are_one_file()
    {
        string folder = Directory.CreateDirectory(PathOf("folder")).FullName;
        Directory.CreateSymbolicLink(PathOf("first"), folder);
        Directory.CreateSymbolicLink(PathOf("second"), "first");
        string[] names = [Path.Combine(folder, "key.json"), PathOf("first/key.json"), PathOf("second/key.json")];

        foreach ((string left, string right) in names.SelectMany(left => names.Select(right => (left, right))))
        {
            AssertWrongUsage("--out and --public name the same file.", await Run("keygen", "--alg", "ES256", "--out", left, "--public", right, "--force"));
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Assert.Equal(0, (await Run("keygen", "--alg", "ES256", "--out", names[0], "--public", PathOf("second/set.json"))).Code);
    }

    [Fact]
    public void A_circle_of_links_ends()
    {
        Directory.CreateSymbolicLink(PathOf("a"), PathOf("b"));
        Directory.CreateSymbolicLink(PathOf("b"), PathOf("a"));

        Assert.False(OutputFile.IsSame(PathOf("a/x"), PathOf("c/x")));
    }

    [Fact]
    public async Task Without_force_a_file_of_the_same_key_stays()
    {
        string key = PathOf("key.json");
        string set = PathOf("set.json");
        Assert.Equal(0, (await Run("keygen", "--alg", "ES256", "--out", key, "--public", set)).Code);
        (string, string) before = (File.ReadAllText(key), File.ReadAllText(set));

        Assert.Equal(2, (await Run("keygen", "--alg", "ES256", "--out", key, "--public", set)).Code);
        Assert.Equal(before, (File.ReadAllText(key), File.ReadAllText(set)));

        Assert.Equal(0, (await Run("keygen", "--alg", "ES256", "--out", key, "--public", set, "--force")).Code);
        Assert.NotEqual(before.Item1, File.ReadAllText(key));
        Assert.Equal(TestKeyPair.FromJwk(File.ReadAllBytes(key)).KeyId, JwkSet.Parse(File.ReadAllBytes(set)).Keys[0].KeyId);
        Assert.Equal(["key.json", "set.json"], Files);
    }
}
