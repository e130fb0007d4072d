using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Jwks.Functions;
using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Jwks.Files;

/// <summary>A seed from disk for a start without network: whose keys it brings, for how long, and what is refused.</summary>
public sealed class SeedFileTests : IDisposable
{
    private const string Address = "https://issuer.example.com/keys";

    private readonly string _folder = Directory.CreateTempSubdirectory("jwtcore").FullName;
    private readonly ManualTime _time = new(Tokens.Now);
    private readonly Site _site = new();
    private readonly List<RemoteJwks> _made = [];

    private string SeedPath => Path.Combine(_folder, "seed.json");

    public void Dispose()
    {
        _made.ForEach(one => one.Dispose());
        _site.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_process_that_starts_without_network_verifies_with_the_keys_of_the_last_one()
    {
        await SaveAsync();
        Down();
        _time.Advance(TimeSpan.FromHours(2));
        RemoteJwks keys = Source();
        Assert.Equal(SeedOutcome.Used, keys.UseSeedFile(SeedPath));
        JwtVerifier verifier = Verifier(keys);
        Assert.Equal(VerifyError.None, Verify(verifier, World.First));
        await keys.Idle;
        Assert.Equal(VerifyError.None, Verify(verifier, World.First));
        Assert.Equal(JwksState.Overdue, keys.Status.State);
        Assert.Equal(TimeSpan.FromHours(2), keys.Status.Age);

        // The time of the issuer's own answer counts, to the tick.
        _time.Advance(TimeSpan.FromHours(22) - TimeSpan.FromTicks(1));
        await keys.Idle;
        Assert.Equal(VerifyError.None, Verify(verifier, World.First));
        _time.Advance(TimeSpan.FromTicks(1));
        await keys.Idle;
        Assert.Equal(VerifyError.KeysUnavailable, Verify(verifier, World.First));
    }

    [Fact]
    public async Task Passing_a_seed_on_never_renews_trust()
    {
        await SaveAsync();
        Down();
        string before = File.ReadAllText(SeedPath);
        for (int i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromHours(7));
            RemoteJwks keys = Source();
            Assert.Equal(SeedOutcome.Used, keys.UseSeedFile(SeedPath));
            await keys.Idle;
            await keys.RefreshAsync(TestContext.Current.CancellationToken);
            Assert.Equal(before, File.ReadAllText(SeedPath));
        }

        _time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(SeedOutcome.TooOld, Source().UseSeedFile(SeedPath));
    }

    [Fact]
    public async Task A_seed_is_asked_for_at_once_and_replaced_by_the_answer()
    {
        await SaveAsync();
        _site.Answer = _ => Site.Keys(World.Second);
        RemoteJwks keys = Source();
        keys.UseSeedFile(SeedPath);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await keys.Idle;
        JwtVerifier verifier = Verifier(keys);
        Assert.Equal(VerifyError.None, Verify(verifier, World.Second));
        Assert.Equal(VerifyError.KeyNotFound, Verify(verifier, World.First));
        Assert.Contains("second", File.ReadAllText(SeedPath), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, SeedOutcome.Used)]
    [InlineData(1, SeedOutcome.FromTheFuture)]
    [InlineData(-86_399, SeedOutcome.Used)]
    [InlineData(-86_400, SeedOutcome.TooOld)]
    [InlineData(253_402_300_799 - Tokens.Now, SeedOutcome.FromTheFuture)]
    [InlineData(253_402_300_800 - Tokens.Now, SeedOutcome.Malformed)]
    [InlineData(-Tokens.Now - 1, SeedOutcome.Malformed)]
    public async Task Its_time_is_neither_in_the_future_nor_past_trust(long seconds, SeedOutcome expected)
    {
        await SaveAsync();
        Change(seed => seed["read_at"] = Tokens.Now + seconds);
        Assert.Equal(expected, Source().UseSeedFile(SeedPath));
    }

    [Theory]
    [InlineData("read_at", "null")]
    [InlineData("read_at", "\"1767225600\"")]
    [InlineData("read_at", "1e300")]
    [InlineData("source", "null")]
    [InlineData("source", "1")]
    [InlineData("keys", "[]")]
    [InlineData("keys", "{}")]
    [InlineData("keys", "[{\"kty\":\"oct\",\"k\":\"c2VjcmV0IG9mIG1vcmUgdGhhbiB0aGlydHktdHdvIGJ5dGVzLi4u\"}]")]
    public async Task What_is_no_seed_is_refused(string member, string json)
    {
        await SaveAsync();
        Change(seed => seed[member] = JsonNode.Parse(json));
        Assert.Equal(SeedOutcome.Malformed, Source().UseSeedFile(SeedPath));
        Change(seed => seed.Remove(member));
        Assert.Equal(SeedOutcome.Malformed, Source().UseSeedFile(SeedPath));
    }

    [Fact]
    public async Task A_private_key_in_it_verifies_nothing()
    {
        await SaveAsync();
        Change(seed => seed["keys"] = new JsonArray(World.First.ToPrivateJwk()));
        Assert.Equal(SeedOutcome.Malformed, Source().UseSeedFile(SeedPath));
    }

    [Fact]
    public async Task A_seed_of_another_file_is_refused()
    {
        string path = Path.Combine(_folder, "a.json");
        await File.WriteAllBytesAsync(path, LoaderWorld.TextOf(World.First), TestContext.Current.CancellationToken);
        using RemoteJwks file = RemoteJwks.FromFile(path, new RemoteJwksOptions { TimeProvider = _time });
        Assert.Equal(SeedOutcome.NoFile, file.UseSeedFile(SeedPath));
        Assert.True((await file.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);

        using RemoteJwks same = RemoteJwks.FromFile(path, new RemoteJwksOptions { TimeProvider = _time });
        Assert.Equal(SeedOutcome.Used, same.UseSeedFile(SeedPath));
        using RemoteJwks other = RemoteJwks.FromFile(Path.Combine(_folder, "b.json"), new RemoteJwksOptions { TimeProvider = _time });
        Assert.Equal(SeedOutcome.OfAnotherSource, other.UseSeedFile(SeedPath));
    }

    [Fact]
    public async Task A_seed_of_another_source_is_refused()
    {
        await SaveAsync();
        Assert.Equal(SeedOutcome.OfAnotherSource, Source("https://issuer.example.com/other").UseSeedFile(SeedPath));
        RemoteJwks discovered = RemoteJwks.Discover(Address, new RemoteJwksOptions { TimeProvider = _time, Client = _site.Client });
        _made.Add(discovered);
        Assert.Equal(SeedOutcome.OfAnotherSource, discovered.UseSeedFile(SeedPath));
        RemoteJwks loaded = RemoteJwks.FromLoader("keys", (_, _) => throw new IOException(), new RemoteJwksOptions { TimeProvider = _time });
        _made.Add(loaded);
        Assert.Equal(SeedOutcome.OfAnotherSource, loaded.UseSeedFile(SeedPath));
        Assert.Equal(SeedOutcome.Used, Source().UseSeedFile(SeedPath));
    }

    [Fact]
    public async Task A_seed_takes_no_place_of_keys_that_are_held()
    {
        await SaveAsync();
        _site.Answer = _ => Site.Keys(World.Second);
        RemoteJwks keys = Source();
        await keys.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(SeedOutcome.NotNeeded, keys.UseSeedFile(SeedPath));
        Assert.Equal(["second"], keys.Status.Keys.Select(key => key.KeyId));

        RemoteJwks disposed = Source();
        disposed.Dispose();
        Assert.Equal(SeedOutcome.NotNeeded, disposed.UseSeedFile(SeedPath));
        Assert.Equal(JwksState.Disposed, disposed.Status.State);
    }

    [Fact]
    public void Without_a_file_there_is_none() => Assert.Equal(SeedOutcome.NoFile, Source().UseSeedFile(SeedPath));

    [Fact]
    public async Task The_file_is_written_for_its_owner_alone_and_refused_when_others_may_write_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await SaveAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SeedPath));
        foreach (UnixFileMode mode in (UnixFileMode[])[UnixFileMode.GroupWrite, UnixFileMode.OtherWrite])
        {
            File.SetUnixFileMode(SeedPath, UnixFileMode.UserRead | mode);
            Assert.Equal(SeedOutcome.NotProtected, Source().UseSeedFile(SeedPath));
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_no_key()
    {
        _site.Answer = _ => Site.Keys(World.First);
        RemoteJwks keys = Source();
        Assert.Equal(SeedOutcome.NoFile, keys.UseSeedFile(Path.Combine(_folder, "missing", "seed.json")));
        Assert.True((await keys.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
        Assert.Equal(VerifyError.None, Verify(Verifier(keys), World.First));
    }

    private async Task SaveAsync()
    {
        _site.Answer = _ => Site.Keys(World.First);
        RemoteJwks keys = Source();
        Assert.Equal(SeedOutcome.NoFile, keys.UseSeedFile(SeedPath));
        Assert.True((await keys.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
        Assert.Equal(Tokens.Now, JsonDocument.Parse(File.ReadAllText(SeedPath)).RootElement.GetProperty("read_at").GetInt64());
        keys.Dispose();
    }

    private void Down() => _site.AnswerAsync = (_, _) => throw new HttpRequestException("down");

    private void Change(Action<JsonObject> change)
    {
        JsonObject seed = JsonNode.Parse(File.ReadAllText(SeedPath))!.AsObject();
        change(seed);
        File.WriteAllText(SeedPath, seed.ToJsonString());
    }

    private RemoteJwks Source(string address = Address)
    {
        RemoteJwks keys = new(address, new RemoteJwksOptions { TimeProvider = _time, Client = _site.Client });
        _made.Add(keys);
        return keys;
    }

    private JwtVerifier Verifier(KeySource keys) => new(World.Policy(keys), new JwtVerifierOptions { TimeProvider = _time });

    private VerifyError Verify(JwtVerifier verifier, TestKeyPair pair)
    {
        verifier.TryVerify(World.Token(pair, _time), out VerifiedToken verified);
        return verified.Error;
    }
}
