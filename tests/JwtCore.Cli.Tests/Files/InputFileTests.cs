using System.Runtime.Versioning;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class InputFileTests : CliTest
{
    public static TheoryData<string> Options => ["--jwks", "--key", "--secret-file", "--file"];

    private static string Quoted(string option, string path) => option == "--secret-file" ? "the file" : path;

    private string[] Command(string option, string path) => option == "--file"
        ? [.. Verify, option, path]
        : ["verify", option, path, "--alg", "HS256", .. Policy, Token()];

    [Theory, MemberData(nameof(Options))]
    public async Task A_missing_file_is_one_line_with_the_option_and_the_path(string option)
    {
        string path = PathOf("missing");

        AssertWrongUsage($"{option}: cannot read {Quoted(option, path)}: there is no such file.", await Run(Command(option, path)));
        AssertWrongUsage($"{option}: cannot read {Quoted(option, path + "/x")}: there is no such file.", await Run(Command(option, path + "/x")));
    }

    [Theory, MemberData(nameof(Options))]
    public async Task A_directory_is_no_file(string option)
    {
        string path = Directory.CreateDirectory(PathOf("directory")).FullName;

        AssertWrongUsage($"{option}: cannot read {Quoted(option, path)}: it is a directory.", await Run(Command(option, path)));
    }

    [Theory, MemberData(nameof(Options))]
    public async Task A_name_that_no_file_can_have_is_refused(string option)
    {
        AssertWrongUsage($"{option}: cannot read the file: this is not the name of a file.", await Run(Command(option, "")));
        AssertWrongUsage($"{option}: cannot read the file: this is not the name of a file.", await Run(Command(option, "a\0b")));
    }

    [Theory, MemberData(nameof(Options))]
    public async Task A_name_cannot_break_the_line(string option) =>
        AssertWrongUsage($"{option}: cannot read the file: there is no such file.", await Run(Command(option, "a\nb\u001b")));

    [Theory, MemberData(nameof(Options))]
    public async Task A_token_in_the_place_of_a_name_is_not_quoted(string option) =>
        AssertWrongUsage($"{option}: takes the name of a file, and this looks like a token.", await Run(Command(option, Token())));

    [Fact]
    public async Task A_secret_in_the_place_of_its_file_is_not_quoted()
    {
        AssertWrongUsage("--secret-file: cannot read the file: there is no such file.", await Run(Command("--secret-file", "my-very-secret-value")));
        AssertWrongUsage(
            "--secret-file: cannot read the file: there is no such file.",
            await Run("issue", "--alg", "HS256", "--secret-file", "my-very-secret-value"));
        string path = Write("short", "x");
        Assert.DoesNotContain(path, (await Run("issue", "--alg", "HS256", "--secret-file", path)).Error, StringComparison.Ordinal);
    }

    public static TheoryData<string> NoPaths =>
    [
        """{"kty":"oct","k":"c2VjcmV0"}""",
        "-----BEGIN PRIVATE KEY-----",
        "secret\nsecret",
        "secret\u0085secret",
        "secret\u2028secret",
        "Bearer secret",
        "Authorization: bearer secret",
        "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2VjcmV0",
        "ewogImFsZyI6IkhTMjU2Igp9.e30.c2VjcmV0",
        "ew0KICJhbGciOiJIUzI1NiINCn0.e30.c2VjcmV0",
        "token=ewogImFsZyI6IkhTMjU2Igp9.e30.c2VjcmV0",
        "./ewogImFsZyI6IkhTMjU2Igp9.e30",
        "IHsiYWxnIjoiSFMyNTYifQ.e30.c2VjcmV0",
        "IHsiYWxnIjoiZGlyIn0..c2Vj.cmV0.c2Vj",
    ];

    [Theory, MemberData(nameof(NoPaths))]
    public async Task What_need_not_be_a_path_is_not_quoted(string text)
    {
        foreach (string option in (string[])["--jwks", "--key", "--file"])
        {
            AssertWrongUsage(FileName.IsToken(text) ? $"{option}: takes the name of a file, and this looks like a token." : $"{option}: cannot read the file: there is no such file.", await Run(Command(option, text)));
        }

        string key = Write("key.json", Pair.ToPrivateJwk().ToJsonString());
        Assert.DoesNotContain(text, (await Run("issue", "--key", key, "--claims-file", text)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out")]
    [InlineData("--public")]
    public async Task What_need_not_be_a_path_is_not_quoted_by_what_writes(string option) => AssertWrongUsage(
        $"{option}: cannot write the file: there is no such directory.",
        await Run("keygen", "--alg", "ES256", option, PathOf("none/{secret}")));

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_long_text_is_not_quoted(int length, bool isQuoted)
    {
        string path = "/" + new string('x', length - 1);

        Assert.Equal(isQuoted ? path : "the file", FileName.Quote(path));
    }

    [Theory]
    [InlineData("hbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2VjcmV0")]
    [InlineData("keys/eyJhbGciOiJIUzI1NiJ9.e30")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9=.e30=.c2VjcmV0")]
    [InlineData("e30.e30.c2VjcmV0")]
    public void A_token_or_a_part_of_one_is_not_quoted(string text) => Assert.Equal("the file", FileName.Quote(text));

    [Theory]
    [InlineData("key.v2.json")]
    [InlineData("example.com.pem")]
    [InlineData("jwks.2026-01-01.json")]
    [InlineData("ewok.v2.json")]
    [InlineData("a.b.c")]
    [InlineData("v4.local.key")]
    public async Task A_name_with_two_dots_is_a_name(string name)
    {
        string bare = Path.GetRelativePath(".", PathOf(name));
        AssertWrongUsage($"--jwks: cannot read {name}: there is no such file.", await Run(["verify", "--jwks", name, .. Policy, Token()]));
        AssertWrongUsage($"--claims-file: cannot read {name}: there is no such file.", await Run("issue", "--key", Write("key.json", Pair.ToPrivateJwk().ToJsonString()), "--claims-file", name));
        Write(name, "x");
        Assert.StartsWith($"jwtcore: --jwks: {bare}: ", (await Run(["verify", "--jwks", bare, .. Policy, Token()])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_the_name_of_a_token_is_read_and_named()
    {
        string name = Pair.Sign("{}")[..90] + ".json";
        string path = Path.GetRelativePath(".", WriteSet(name, Pair));
        File.Copy(path, name);
        try
        {
            AssertValid(await Run(["verify", "--jwks", name, .. Policy, Token()]));
            AssertWrongUsage($"--out: {name} exists already; --force replaces it.", await Run("keygen", "--alg", "ES256", "--out", name));
        }
        finally
        {
            File.Delete(name);
        }

        AssertWrongUsage("--jwks: takes the name of a file, and this looks like a token.", await Run(["verify", "--jwks", name, .. Policy, Token()]));
    }

    [Theory]
    [InlineData("key.pem")]
    [InlineData("../keys/my key.v2.public.pem")]
    [InlineData("C:\\keys\\key.2.json")]
    [InlineData("ewok")]
    [InlineData("bearer-key.json")]
    [InlineData("ключ.pem")]
    public void A_path_is_quoted(string path) => Assert.Equal(path, FileName.Quote(path));

    [Theory]
    [InlineData("--jwks")]
    [InlineData("--key")]
    [InlineData("--secret-file")]
    public async Task A_file_of_keys_has_an_end(string option)
    {
        string path = Write("large", new byte[8 * 1024 * 1024 + 1]);

        AssertWrongUsage($"{option}: cannot read {Quoted(option, path)}: it is larger than 8388608 bytes.", await Run(Command(option, path)));
    }

    [Fact]
    public async Task A_file_without_end_is_a_token_too_large()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "The device is missing.");

        AssertRefused(VerifyError.TokenTooLarge, await Run([.. Verify, "--file", "/dev/zero"]));
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task A_file_that_may_not_be_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions are another matter there.");
        string path = Write("locked", "{}");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        File.SetUnixFileMode(path, UnixFileMode.None);

        AssertWrongUsage($"--jwks: cannot read {path}: access is denied.", await Run(Command("--jwks", path)));
    }
}
