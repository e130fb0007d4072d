using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

public class KeygenTests : CliTest
{
    public static TheoryData<JwtAlgorithm> Algorithms => [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported)];

    public static TheoryData<string> FileOptions => ["--out", "--public"];

    [Theory, MemberData(nameof(Algorithms))]
    public async Task Without_files_the_private_JWK_is_one_line_of_standard_output(JwtAlgorithm algorithm)
    {
        bool isSecret = algorithm <= JwtAlgorithm.HS512;

        Outcome outcome = await Run("keygen", "--alg", algorithm.ToName());

        Assert.Equal(0, outcome.Code);
        Assert.Equal($"jwtcore: wrote the {(isSecret ? "shared secret" : "private key")} ({algorithm.ToName()}) to standard output; keep it secret.\n", outcome.Error);
        Assert.EndsWith("}\n", outcome.Output, StringComparison.Ordinal);
        Assert.Single(outcome.Output, '\n');
        TestKeyPair pair = TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(outcome.Output));
        Assert.Equal(algorithm, pair.Algorithm);
        Assert.Equal(isSecret ? 22 : 43, pair.KeyId!.Length);
        Assert.Equal(isSecret ? pair.KeyId : pair.Thumbprint(), pair.KeyId);
    }

    [Fact]
    public async Task Each_key_is_another() =>
        Assert.NotEqual((await Run("keygen", "--alg", "HS256")).Output, (await Run("keygen", "--alg", "HS256")).Output);

    [Theory]
    [InlineData("key 1")]
    [InlineData("")]
    [InlineData("ü\u001b\u202e")]
    public async Task The_key_id_can_be_given(string keyId)
    {
        Outcome outcome = await Run("keygen", "--alg", "ES256", "--kid", keyId);

        Assert.Equal(keyId, TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(outcome.Output)).KeyId);
        Assert.DoesNotContain(outcome.Output, c => c is '\u001b' or '\u202e');
    }

    [Theory]
    [InlineData("2112", 264)]
    [InlineData("3072", 384)]
    public async Task The_size_of_an_RSA_key_can_be_given(string bits, int bytes)
    {
        Outcome outcome = await Run("keygen", "--alg", "PS256", "--bits", bits);

        Assert.Equal(bytes, TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(outcome.Output)).SignBytes([]).Length);
    }

    [Fact]
    public async Task The_private_and_the_public_key_go_to_their_files()
    {
        string key = PathOf("key.json");
        string set = PathOf("set.json");

        Outcome outcome = await Run("keygen", "--alg", "ES384", "--kid", "k", "--out", key, "--public", set);

        Assert.Equal(0, outcome.Code);
        Assert.Equal("", outcome.Output);
        Assert.Equal($"jwtcore: wrote the private key (ES384) to {key}; keep it secret.\njwtcore: wrote the public key to {set}.\n", outcome.Error);
        TestKeyPair pair = TestKeyPair.FromJwk(File.ReadAllBytes(key));
        Assert.Equal(new JsonObject { ["keys"] = new JsonArray(pair.ToJwk()) }.ToJsonString() + "\n", File.ReadAllText(set));
        Assert.Equal("k", Assert.Single(JwkSet.Parse(File.ReadAllBytes(set), publicOnly: true).Keys).KeyId);
    }

    [Fact]
    public async Task The_public_key_alone_may_go_to_a_file()
    {
        string set = PathOf("set.json");

        Outcome outcome = await Run("keygen", "--alg", "ES256", "--public", set);

        Assert.Equal($"jwtcore: wrote the private key (ES256) to standard output; keep it secret.\njwtcore: wrote the public key to {set}.\n", outcome.Error);
        Assert.Equal(TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(outcome.Output)).KeyId, JwkSet.Parse(File.ReadAllBytes(set)).Keys[0].KeyId);
    }

    [Theory]
    [InlineData("key.pem", "public.pem")]
    [InlineData("key.PEM", "public.Pem")]
    public async Task Files_that_end_in_pem_are_PEM(string privateName, string publicName)
    {
        string key = PathOf(privateName);
        string publicKey = PathOf(publicName);

        Outcome outcome = await Run("keygen", "--alg", "RS256", "--out", key, "--public", publicKey);

        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", File.ReadAllText(key), StringComparison.Ordinal);
        Assert.EndsWith("-----END PRIVATE KEY-----\n", File.ReadAllText(key), StringComparison.Ordinal);
        Assert.Equal(TestKeyPair.FromPem(File.ReadAllText(key), JwtAlgorithm.RS256).ToPublicPem() + "\n", File.ReadAllText(publicKey));
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task The_private_key_is_for_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions are another matter there.");
        string key = Write("key.json", "open to all");
        string set = PathOf("set.json");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        Assert.Equal(0, (await Run("keygen", "--alg", "ES256", "--out", key, "--public", set, "--force")).Code);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Assert.True(File.GetUnixFileMode(set).HasFlag(UnixFileMode.UserRead));
    }

    [Theory, MemberData(nameof(FileOptions))]
    public async Task A_file_that_exists_is_replaced_by_force_alone(string option)
    {
        string path = Write("file", "precious");

        AssertWrongUsage($"{option}: {path} exists already; --force replaces it.", await Run("keygen", "--alg", "ES256", option, path));
        Assert.Equal("precious", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(PathOf("")));

        Assert.Equal(0, (await Run("keygen", "--alg", "ES256", option, path, "--force")).Code);
        Assert.Contains("\"kty\":\"EC\"", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(PathOf("")));
    }

    [Fact]
    public async Task A_public_file_that_exists_stops_the_private_one()
    {
        string set = Write("set.json", "precious");

        AssertWrongUsage($"--public: {set} exists already; --force replaces it.", await Run("keygen", "--alg", "ES256", "--out", PathOf("key.json"), "--public", set));
        Assert.Equal([set], Directory.GetFiles(PathOf("")));
    }

    [Fact]
    public async Task The_public_key_never_takes_the_place_of_the_private_one()
    {
        string key = PathOf("key.json");
        string sameIgnoringCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? PathOf("KEY.json") : key;

        foreach (string other in (string[])[key, PathOf("./key.json"), PathOf("x/../key.json"), Path.GetRelativePath(".", key), sameIgnoringCase])
        {
            AssertWrongUsage("--out and --public name the same file.", await Run("keygen", "--alg", "ES256", "--out", key, "--public", other, "--force"));
            AssertWrongUsage("--out and --public name the same file.", await Run("keygen", "--alg", "ES256", "--out", other, "--public", key, "--force"));
            Assert.Empty(Directory.GetFileSystemEntries(PathOf("")));
        }
    }

    [Fact]
    public async Task A_key_id_has_no_place_in_PEM()
    {
        string key = PathOf("key.pem");
        string publicKey = PathOf("public.PEM");

        AssertWrongUsage("--kid: PEM holds no key id.", await Run("keygen", "--alg", "ES256", "--kid", "k", "--out", key));
        AssertWrongUsage("--kid: PEM holds no key id.", await Run("keygen", "--alg", "ES256", "--kid", "", "--out", key, "--public", publicKey));
        Assert.Empty(Directory.GetFileSystemEntries(PathOf("")));

        Assert.Equal(0, (await Run("keygen", "--alg", "ES256", "--kid", "k", "--out", key, "--public", PathOf("set.json"))).Code);
        Assert.Equal(0, (await Run("keygen", "--alg", "ES256", "--kid", "k", "--public", publicKey)).Code);
    }

    [Theory, MemberData(nameof(FileOptions))]
    public async Task A_file_that_cannot_be_written_is_one_clear_line(string option)
    {
        foreach (string[] force in (string[][])[[], ["--force"]])
        {
            string directory = Directory.CreateDirectory(PathOf("directory")).FullName;
            AssertWrongUsage($"{option}: cannot write {directory}: it is a directory.", await Run(["keygen", "--alg", "ES256", option, directory, .. force]));
            AssertWrongUsage($"{option}: cannot write {PathOf("none/x")}: there is no such directory.", await Run(["keygen", "--alg", "ES256", option, PathOf("none/x"), .. force]));
            AssertWrongUsage($"{option}: cannot write the file: this is not the name of a file.", await Run(["keygen", "--alg", "ES256", option, "", .. force]));
            AssertWrongUsage($"{option}: cannot write the file: this is not the name of a file.", await Run(["keygen", "--alg", "ES256", option, "a\0b", .. force]));
        }
    }

    [Theory, MemberData(nameof(FileOptions))]
    public async Task No_file_takes_the_place_of_a_device(string option)
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "The device is missing.");

        AssertWrongUsage($"{option}: cannot write /dev/null: it is a device.", await Run("keygen", "--alg", "ES256", option, "/dev/null", "--force"));
    }

    [Theory]
    [InlineData("give --alg.")]
    [InlineData("--alg: must be one of HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519, ML-DSA-44, ML-DSA-65, ML-DSA-87, in this case.", "--alg", "none")]
    [InlineData("--alg: must be one of HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519, ML-DSA-44, ML-DSA-65, ML-DSA-87, in this case.", "--alg", "rs256")]
    [InlineData("--alg: must be one of HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519, ML-DSA-44, ML-DSA-65, ML-DSA-87, in this case.", "--alg", "1")]
    [InlineData("--bits goes with RS and PS algorithms only.", "--alg", "ES256", "--bits", "2048")]
    [InlineData("--bits goes with RS and PS algorithms only.", "--alg", "HS256", "--bits", "2048")]
    [InlineData("--bits: must be a whole number from 2048 to 8192.", "--alg", "RS256", "--bits", "2047")]
    [InlineData("--bits: must be a whole number from 2048 to 8192.", "--alg", "RS256", "--bits", "8193")]
    [InlineData("--bits: must be a whole number from 2048 to 8192.", "--alg", "RS256", "--bits", "many")]
    [InlineData("--bits: must be a multiple of 64.", "--alg", "RS256", "--bits", "2049")]
    [InlineData("--public: HS256 has a shared secret and no public key.", "--alg", "HS256", "--public", "x")]
    [InlineData("--out: a shared secret has no form in PEM.", "--alg", "HS512", "--out", "x.pem")]
    [InlineData("--out and --public name the same file.", "--alg", "ES256", "--out", "x", "--public", "x")]
    public async Task Wrong_use_is_one_clear_line(string message, params string[] args) => AssertWrongUsage(message, await Run(["keygen", .. args]));
}
