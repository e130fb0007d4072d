using System.Runtime.Versioning;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class InputFileTests : CliTest
{
    public static TheoryData<string> Options => ["--jwks", "--key", "--secret-file", "--file"];

    private string[] Command(string option, string path) => option == "--file"
        ? [.. Verify, option, path]
        : ["verify", option, path, "--alg", "HS256", .. Policy, Token()];

    [Theory, MemberData(nameof(Options))]
    public async Task A_missing_file_is_one_line_with_the_option_and_the_path(string option)
    {
        string path = PathOf("missing");

        AssertWrongUsage($"{option}: cannot read {path}: there is no such file.", await Run(Command(option, path)));
        AssertWrongUsage($"{option}: cannot read {path}/x: there is no such file.", await Run(Command(option, path + "/x")));
    }

    [Theory, MemberData(nameof(Options))]
    public async Task A_directory_is_no_file(string option)
    {
        string path = Directory.CreateDirectory(PathOf("directory")).FullName;

        AssertWrongUsage($"{option}: cannot read {path}: it is a directory.", await Run(Command(option, path)));
    }

    [Theory, MemberData(nameof(Options))]
    public async Task A_name_that_no_file_can_have_is_refused(string option)
    {
        AssertWrongUsage($"{option}: cannot read the file: this is not the name of a file.", await Run(Command(option, "")));
        AssertWrongUsage($"{option}: cannot read a\\u0000b: this is not the name of a file.", await Run(Command(option, "a\0b")));
    }

    [Theory, MemberData(nameof(Options))]
    public async Task A_name_cannot_break_the_line(string option) =>
        AssertWrongUsage($"{option}: cannot read a\\u000ab\\u001b: there is no such file.", await Run(Command(option, "a\nb\u001b")));

    [Theory, MemberData(nameof(Options))]
    public async Task A_token_in_the_place_of_a_name_is_not_quoted(string option) =>
        AssertWrongUsage($"{option}: takes the name of a file, and this looks like a token.", await Run(Command(option, Token())));

    [Theory]
    [InlineData("--jwks")]
    [InlineData("--key")]
    [InlineData("--secret-file")]
    public async Task A_file_of_keys_has_an_end(string option)
    {
        string path = Write("large", new byte[8 * 1024 * 1024 + 1]);

        AssertWrongUsage($"{option}: cannot read {path}: it is larger than 8388608 bytes.", await Run(Command(option, path)));
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
