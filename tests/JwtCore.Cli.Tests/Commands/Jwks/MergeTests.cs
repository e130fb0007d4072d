using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>One key set made of several.</summary>
public class MergeTests : CliTest
{
    private static readonly TestKeyPair Next = TestKeyPair.Create(JwtAlgorithm.ES256, "key-2");

    [Fact]
    public async Task Sets_are_written_one_after_the_other()
    {
        string old = WriteSet("old.json", Pair);
        string next = WriteSet("next.json", Next);

        Outcome outcome = await Run("jwks", old, "--merge", next);

        Assert.Equal($$"""{"keys":[{{Pair.ToJwk().ToJsonString()}},{{Next.ToJwk().ToJsonString()}}]}""" + "\n", outcome.Output);
        Assert.Equal(("", 0), (outcome.Error, outcome.Code));
        Assert.Equal(outcome.Output, (await Run("jwks", old, "--merge", old, "--merge", next, "--merge", WriteSet("both.json", Next, Pair))).Output);
        Assert.Equal(outcome.Output, (await RunWith(File.ReadAllText(next), "jwks", old, "--merge", "-")).Output);
    }

    [Fact]
    public async Task Sets_may_be_fetched()
    {
        await using LoopbackServer server = new();
        server.Answer("/keys", $$"""{"keys":[{{Next.ToJwk().ToJsonString()}}]}""");
        string own = WriteSet("own.json", Pair);

        Outcome outcome = await Run("jwks", own, "--merge", server.Address + "/keys", "--allow-http-loopback");
        Assert.Equal(2, JwkSet.Parse(System.Text.Encoding.UTF8.GetBytes(outcome.Output)).Keys.Count);
        Assert.Equal(0, (await Run("jwks", server.Address + "/keys", "--merge", own, "--allow-http-loopback")).Code);

        outcome = await Run("jwks", own, "--merge", server.Address + "/none", "--allow-http-loopback");
        Assert.Equal(("", 3), (outcome.Output, outcome.Code));
        Assert.StartsWith("jwtcore: --merge: StatusRefused: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_target_may_be_one_of_the_sources()
    {
        string old = WriteSet("old.json", Pair);
        string[] merge = ["jwks", old, "--merge", WriteSet("next.json", Next), "--out", old];

        AssertWrongUsage($"--out: {old} exists already; --force replaces it.", await Run(merge));
        Outcome outcome = await Run([.. merge, "--force"]);

        Assert.Equal(("", "", 0), (outcome.Output, outcome.Error, outcome.Code));
        Assert.Equal(2, JwkSet.Parse(File.ReadAllBytes(old), publicOnly: true).Keys.Count);
        Assert.Equal(2, Directory.GetFiles(PathOf("")).Length);
    }

    [Fact]
    public async Task One_kid_for_two_keys_is_refused()
    {
        string old = WriteSet("old.json", Pair);
        string other = WriteSet("other.json", Next, TestKeyPair.Create(JwtAlgorithm.ES256, Pair.KeyId));

        AssertWrongUsage($"--merge: {other}: entry 1 has the kid \"key-1\", as entry 0 of the earlier sets does, but differs from it.", await Run("jwks", old, "--merge", other));

        // Within one set it is the issuer's affair.
        Assert.Equal(0, (await Run("jwks", WriteSet("twins.json", Pair, TestKeyPair.Create(JwtAlgorithm.ES384, Pair.KeyId)), "--merge", WriteSet("next.json", Next))).Code);
    }

    [Fact]
    public async Task A_private_or_secret_key_is_refused()
    {
        string secret = Write("secret.json", $$"""{"keys":[{{Pair.ToPrivateJwk().ToJsonString()}}]}""");

        AssertWrongUsage($"--merge: {secret}: entry 0 is a private or secret key, which a published set must not have.", await Run("jwks", WriteSet("set.json", Next), "--merge", secret));
        AssertWrongUsage($"FILE: {secret}: entry 0 is a private or secret key, which a published set must not have.", await Run("jwks", secret, "--merge", WriteSet("set.json", Next)));
    }

    [Theory]
    [InlineData(100, "")]
    [InlineData(101, "jwtcore: the merged set has 101 entries; many verifiers take 100 at most.\n")]
    public async Task A_large_set_is_told(int entries, string note)
    {
        string many = Write("many.json", $$"""{"keys":[{{string.Join(',', Enumerable.Range(0, entries - 1).Select(i => $$"""{"kid":"{{i}}"}"""))}}]}""");

        Assert.Equal(note, (await Run("jwks", many, "--merge", WriteSet("set.json", Pair))).Error);
    }

    [Fact]
    public async Task What_would_be_ignored_is_refused()
    {
        string set = WriteSet("set.json", Pair);

        AssertWrongUsage("--merge excludes --json: all entries are written as they are.", await Run("jwks", set, "--merge", set, "--json"));
        AssertWrongUsage("--merge excludes --remote-rules: all entries are written as they are.", await Run("jwks", set, "--merge", set, "--remote-rules"));
        AssertWrongUsage("--merge excludes --use: all entries are written as they are.", await Run("jwks", set, "--merge", set, "--use", "enc"));
        AssertWrongUsage("--out goes with --merge only.", await Run("jwks", set, "--out", PathOf("x")));
        AssertWrongUsage("--force goes with --merge only.", await Run("jwks", set, "--force"));
        AssertWrongUsage("--ca goes with keys that are fetched only.", await Run("jwks", set, "--merge", set, "--ca", set));
        AssertWrongUsage($"--merge: cannot read {PathOf("none")}: there is no such file.", await Run("jwks", set, "--merge", PathOf("none")));
    }
}
