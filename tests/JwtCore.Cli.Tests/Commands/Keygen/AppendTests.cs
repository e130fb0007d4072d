using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>A new key beside the keys that are published: the first step of a rotation.</summary>
public class AppendTests : CliTest
{
    private static readonly string[] Keygen = ["keygen", "--alg", "ES256", "--append"];

    [Fact]
    public async Task A_key_is_added_after_the_keys_that_are_there()
    {
        string set = WriteSet("set.json", Pair);
        string key = PathOf("next.json");

        Outcome outcome = await Run([.. Keygen, "--out", key, "--public", set]);

        Assert.Equal($"jwtcore: wrote the private key (ES256) to {key}; keep it secret.\njwtcore: added the public key to {set}.\n", outcome.Error);
        Assert.Equal([Pair.KeyId, TestKeyPair.FromJwk(File.ReadAllBytes(key)).KeyId], JwkSet.Parse(File.ReadAllBytes(set), publicOnly: true).Keys.Select(one => one.KeyId));
        AssertValid(await Run(["verify", "--jwks", set, .. Policy, Token()]));
        string token = (await Run("issue", "--key", key, "--issuer", Issuer, "--audience", Audience, "--at", $"{Now}")).Output;
        AssertValid(await RunWith(token, ["verify", "--jwks", set, "--as-remote", .. Policy]));
        Assert.Equal(2, Directory.GetFiles(PathOf("")).Length);
    }

    [Fact]
    public async Task Without_a_file_a_set_is_made()
    {
        string set = PathOf("set.json");

        Assert.Equal(0, (await Run([.. Keygen, "--public", set])).Code);
        Assert.Equal(0, (await Run([.. Keygen, "--public", set])).Code);

        Assert.Equal(2, JwkSet.Parse(File.ReadAllBytes(set), publicOnly: true).Keys.Count);
    }

    [Fact]
    public async Task What_this_program_cannot_use_stays_as_it_is()
    {
        const string Foreign = """{"kty":"OKP","crv":"Ed448","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","extra":{"a":[1.50,null]}}""";
        string set = Write("set.json", "\ufeff" + $$"""{"owner":"\u00e9","keys":[{{Foreign}}]}""");

        Assert.Equal(0, (await Run([.. Keygen, "--public", set])).Code);

        string text = File.ReadAllText(set);
        Assert.StartsWith("{\"owner\":\"\u00e9\",\"keys\":[" + Foreign + ",{", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_layout_stays(bool isIndented)
    {
        JsonObject json = new() { ["keys"] = new JsonArray(Pair.ToJwk()) };
        string set = Write("set.json", json.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = isIndented }) + "\n");

        Assert.Equal(0, (await Run([.. Keygen, "--public", set])).Code);

        Assert.Equal(isIndented, File.ReadAllLines(set).Length > 5);
        Assert.Equal(2, JwkSet.Parse(File.ReadAllBytes(set)).Keys.Count);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task The_file_stays_readable_for_whoever_reads_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions are another matter there.");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;
        string set = WriteSet("set.json", Pair);
        File.SetUnixFileMode(set, Mode);

        Assert.Equal(0, (await Run([.. Keygen, "--public", set])).Code);

        Assert.Equal(Mode, File.GetUnixFileMode(set));
    }

    [Theory]
    [InlineData("x", "it is not JSON: line 1, byte 1 is not as expected.")]
    [InlineData("[]", "it is not a JWK Set: an object with an array keys.")]
    [InlineData("{}", "it is not a JWK Set: an object with an array keys.")]
    [InlineData("""{"keys":{}}""", "it is not a JWK Set: an object with an array keys.")]
    [InlineData("""{"keys":[1]}""", "entry 0 is not an object.")]
    [InlineData("""{"keys":[],"keys":[]}""", "two members of one object have the name \"keys\".")]
    [InlineData("""{"keys":[{},{"kty":"oct","k":"AAAA"}]}""", "entry 1 is a private or secret key, which a published set must not have.")]
    [InlineData("""{"keys":[{"kty":"oct"}]}""", "entry 0 is a private or secret key, which a published set must not have.")]
    [InlineData("""{"keys":[{"kty":"OKP","d":"AAAA"}]}""", "entry 0 is a private or secret key, which a published set must not have.")]
    [InlineData("""{"keys":[{"kty":"AKP","priv":"AAAA"}]}""", "entry 0 is a private or secret key, which a published set must not have.")]
    public async Task A_file_that_is_no_set_of_public_keys_stays_as_it_is(string content, string reason)
    {
        string set = Write("set.json", content);

        AssertWrongUsage($"--public: {set}: {reason}", await Run([.. Keygen, "--out", PathOf("key.json"), "--public", set]));

        Assert.Equal(content, File.ReadAllText(set));
        Assert.Equal([set], Directory.GetFiles(PathOf("")));
    }

    [Fact]
    public async Task A_kid_is_given_once()
    {
        string set = WriteSet("set.json", TestKeyPair.Create(JwtAlgorithm.ES256, "a"), Pair);

        AssertWrongUsage("--kid: entry 1 of the set has this kid already.", await Run([.. Keygen, "--kid", Pair.KeyId!, "--public", set]));
        Assert.Equal(0, (await Run([.. Keygen, "--kid", Pair.KeyId! + "x", "--public", set])).Code);
    }

    [Fact]
    public async Task The_private_key_is_replaced_by_force_alone_and_the_set_never()
    {
        string set = WriteSet("set.json", Pair);
        string key = Write("key.json", "old");

        AssertWrongUsage($"--out: {key} exists already; --force replaces it.", await Run([.. Keygen, "--out", key, "--public", set]));
        Assert.Single(JwkSet.Parse(File.ReadAllBytes(set)).Keys);

        Assert.Equal(0, (await Run([.. Keygen, "--out", key, "--public", set, "--force"])).Code);
        Assert.Equal(2, JwkSet.Parse(File.ReadAllBytes(set)).Keys.Count);
    }

    [Fact]
    public async Task It_goes_with_a_set_only()
    {
        AssertWrongUsage("--append goes with --public and a JWK Set only.", await Run(Keygen));
        AssertWrongUsage("--append goes with --public and a JWK Set only.", await Run([.. Keygen, "--public", PathOf("key.pem")]));
    }
}
