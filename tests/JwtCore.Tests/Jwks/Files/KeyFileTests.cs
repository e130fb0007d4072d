using JwtCore.Testing;
using JwtCore.Tests.Jwks.Functions;
using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Jwks.Files;

/// <summary>Keys from a file that changes: when it is read again, what is refused, and what a bad file costs.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jwtcore").FullName;
    private readonly ManualTime _time = new(Tokens.Now);
    private readonly RemoteJwks _keys;

    public KeyFileTests() => _keys = RemoteJwks.FromFile(KeyPath, new RemoteJwksOptions { TimeProvider = _time, MaxBytes = 2_000 });

    private string KeyPath => Path.Combine(_folder, "jwks.json");

    public void Dispose()
    {
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_that_was_replaced_is_read_after_the_least_lifetime()
    {
        Write(World.First);
        Assert.True((await RefreshAsync()).IsSuccess);
        Assert.InRange(_keys.Status.NextRefreshIn!.Value, TimeSpan.FromSeconds(48), TimeSpan.FromSeconds(60));
        Write(World.Second);
        _time.Advance(TimeSpan.FromSeconds(60));
        await _keys.Idle;
        Assert.Equal(["second"], _keys.Status.Keys.Select(key => key.KeyId));
    }

    [Fact]
    public async Task A_file_that_is_missing_or_broken_costs_no_key()
    {
        Assert.False((await RefreshAsync()).IsSuccess);
        Assert.Equal("loader://file: there is no such file.", Sentence);
        Write(World.First);
        Assert.True((await RefreshAsync()).IsSuccess);
        foreach (string content in (string[])["", "{", "<html>", """{"keys":[]}""", new string(' ', 2_001)])
        {
            File.WriteAllText(KeyPath, content);
            Assert.False((await RefreshAsync()).IsSuccess);
            Assert.Equal(["first"], _keys.Status.Keys.Select(key => key.KeyId));
        }

        Assert.Equal("loader://file: the file is longer than 2000 bytes.", Sentence);
        File.Delete(KeyPath);
        Assert.False((await RefreshAsync()).IsSuccess);
        Assert.Equal(["first"], _keys.Status.Keys.Select(key => key.KeyId));
    }

    [Fact]
    public async Task A_file_of_the_most_bytes_is_read()
    {
        string text = Site.SetOf(World.First);
        File.WriteAllText(KeyPath, text + new string(' ', 2_000 - text.Length));
        Assert.True((await RefreshAsync()).IsSuccess);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherWrite, false)]
    public async Task A_file_that_others_than_its_owner_may_write_is_refused(UnixFileMode mode, bool isTaken)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Write(World.First);
        File.SetUnixFileMode(KeyPath, mode);
        JwksAttempt attempt = await RefreshAsync();
        Assert.Equal(isTaken, attempt.IsSuccess);
        Assert.True(isTaken || Sentence == "loader://file: others than the owner of the file may write it, and so decide whose tokens are accepted: chmod go-w.");
    }

    // In a sticky folder, such as that of a mounted secret, nobody replaces another's file.
    [Theory]
    [InlineData(UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupExecute, true)]
    [InlineData(UnixFileMode.UserWrite | UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.UserWrite | UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit, true)]
    public async Task A_file_in_a_folder_that_others_may_write_is_refused(UnixFileMode mode, bool isTaken)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Write(World.First);
        File.SetUnixFileMode(_folder, mode | UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal(isTaken, (await RefreshAsync()).IsSuccess);
    }

    [Fact]
    public async Task A_link_is_judged_by_the_file_that_it_leads_to()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string target = Path.Combine(_folder, "target");
        File.WriteAllBytes(target, LoaderWorld.TextOf(World.First));
        File.CreateSymbolicLink(KeyPath, target);
        Assert.True((await RefreshAsync()).IsSuccess);
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        Assert.False((await RefreshAsync()).IsSuccess);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_a_failure()
    {
        Directory.CreateDirectory(KeyPath);
        Assert.Equal(FetchCause.LoaderFailed, (await RefreshAsync()).Cause);
        Assert.Equal("loader://file: the file cannot be read.", Sentence);
    }

    [Fact]
    public async Task Private_keys_and_secrets_in_the_file_verify_nothing()
    {
        File.WriteAllText(KeyPath, $$"""{"keys":[{{World.First.ToPrivateJwk().ToJsonString()}},{{World.Second.ToJwk().ToJsonString()}},{{JwkJson.Oct.ToJsonString()}}]}""");
        Assert.True((await RefreshAsync()).IsSuccess);
        Assert.Equal(["second"], _keys.Status.Keys.Select(key => key.KeyId));
        Assert.Equal(2, _keys.Status.Skipped.Count);
    }

    [Fact]
    public void The_same_file_and_options_are_the_same_source()
    {
        using RemoteJwks one = RemoteJwks.FromFile("a.json");
        using RemoteJwks same = RemoteJwks.FromFile(Path.GetFullPath("a.json"));
        using RemoteJwks other = RemoteJwks.FromFile("b.json");
        Assert.True(one.IsSameAs(same));
        Assert.False(one.IsSameAs(other));
        Assert.Throws<ArgumentException>("path", () => RemoteJwks.FromFile(""));
    }

    private string Sentence => _keys.Status.LastAttempts[0].Explain();

    private Task<JwksAttempt> RefreshAsync() => _keys.RefreshAsync(TestContext.Current.CancellationToken);

    private void Write(TestKeyPair pair)
    {
        // As a deployment does: the whole file at once.
        File.WriteAllBytes(KeyPath + ".new", LoaderWorld.TextOf(pair));
        File.Move(KeyPath + ".new", KeyPath, overwrite: true);
    }
}
