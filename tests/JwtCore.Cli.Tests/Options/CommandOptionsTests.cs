using System.CommandLine;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>What holds for the options of every command but verify, which has its own tests.</summary>
public class CommandOptionsTests : CliTest
{
    public static TheoryData<string, string> Flags => new()
    {
        { "inspect", "--json" }, { "keygen", "--force" }, { "keygen", "--append" }, { "jwks", "--force" },
        { "jwks", "--allow-http-loopback" }, { "jwks", "--remote-rules" }, { "jwks", "--json" },
        { "doctor", "--as-remote" }, { "doctor", "--allow-http-loopback" }, { "doctor", "--any-issuer" }, { "doctor", "--any-audience" },
        { "doctor", "--any-typ" }, { "doctor", "--allow-missing-exp" }, { "doctor", "--json" },
    };

    public static TheoryData<string, string> Repeatable => new()
    {
        { "issue", "--audience" }, { "issue", "--scope" },
        { "doctor", "--issuer" }, { "doctor", "--audience" }, { "doctor", "--alg" }, { "doctor", "--typ" }, { "doctor", "--scope" },
        { "doctor", "--required-claim" }, { "doctor", "--required-header" }, { "doctor", "--tolerate" },
        { "jwks", "--header" }, { "jwks", "--merge" }, { "issue", "--claim" }, { "jwks", "--header-origin" }, { "doctor", "--header" }, { "doctor", "--header-origin" },
    };

    public static TheoryData<string, string> OnceOnly => new()
    {
        { "inspect", "--file" }, { "inspect", "--max-token-bytes" },
        { "jwks", "--url" }, { "jwks", "--discover" }, { "jwks", "--metadata" }, { "jwks", "--use" }, { "jwks", "--ca" }, { "jwks", "--out" },
        { "doctor", "--file" }, { "doctor", "--jwks" }, { "doctor", "--discover" }, { "doctor", "--key" }, { "doctor", "--secret-file" },
        { "doctor", "--profile" }, { "doctor", "--skew" }, { "doctor", "--max-age" }, { "doctor", "--max-lifetime" }, { "doctor", "--at" },
        { "doctor", "--max-token-bytes" }, { "doctor", "--metadata" }, { "doctor", "--use" }, { "doctor", "--ca" },
        { "keygen", "--alg" }, { "keygen", "--kid" }, { "keygen", "--bits" }, { "keygen", "--out" }, { "keygen", "--public" },
        { "issue", "--key" }, { "issue", "--secret-file" }, { "issue", "--alg" }, { "issue", "--kid" }, { "issue", "--issuer" },
        { "issue", "--subject" }, { "issue", "--lifetime" }, { "issue", "--at" }, { "issue", "--typ" }, { "issue", "--claims" },
        { "issue", "--claims-file" }, { "issue", "--header" },
        { "serve", "--port" }, { "serve", "--key" }, { "serve", "--alg" }, { "serve", "--audience" },
    };

    public static TheoryData<string> WithoutArgument => ["keygen", "issue", "serve"];

    [Fact]
    public void Every_option_is_covered_by_the_tests_below()
    {
        Command[] commands =
        [
            new InspectCommand(Stream.Null, TextWriter.Null, TextWriter.Null, new ToolEnvironment()),
            new JwksCommand(Stream.Null, TextWriter.Null, TextWriter.Null, new ToolEnvironment()),
            new DoctorCommand(Stream.Null, TextWriter.Null, TextWriter.Null, new ToolEnvironment()),
            new KeygenCommand(TextWriter.Null, TextWriter.Null),
            new IssueCommand(TextWriter.Null),
            new ServeCommand(Stream.Null, TextWriter.Null, TextWriter.Null, new ToolEnvironment()),
        ];
        foreach (Command command in commands)
        {
            Assert.Equal(
                command.Options.Select(option => option.Name).Order(),
                Flags.Concat(Repeatable).Concat(OnceOnly).Select(row => row.Data).Where(row => row.Item1 == command.Name).Select(row => row.Item2).Order());
        }
    }

    [Fact]
    public void The_page_of_the_command_line_names_every_option()
    {
        string page = File.ReadAllText(Path.Combine(GoldenTest.Root, "docs", "cli.md"));
        foreach ((string command, string option) in Flags.Concat(Repeatable).Concat(OnceOnly).Select(row => row.Data).Where(row => row.Item1 != "doctor")
            .Concat(UsageTests.Flags.Concat(UsageTests.Repeatable).Concat(UsageTests.OnceOnly).Select(row => ("verify", row.Data))))
        {
            string section = page.Split("\n## ").Single(part => part.StartsWith(command + "\n", StringComparison.Ordinal));
            Assert.Matches($"`{option}( [A-Z=|@\\\\]+)?`", section);
        }
    }

    [Fact]
    public void Doctor_takes_the_options_of_verify() =>
        Assert.Equal(
            UsageTests.Flags.Concat(UsageTests.Repeatable).Concat(UsageTests.OnceOnly).Select(row => row.Data).Order(),
            Flags.Concat(Repeatable).Concat(OnceOnly).Select(row => row.Data).Where(row => row.Item1 == "doctor").Select(row => row.Item2).Order());

    [Theory, MemberData(nameof(Flags))]
    public async Task A_flag_takes_no_value(string command, string flag)
    {
        AssertWrongUsage($"{flag}: takes no value.", await Run(command, flag + "=false"));
        AssertWrongUsage($"{flag}: takes no value.", await Run(command, flag + ":true"));
    }

    [Theory, MemberData(nameof(Repeatable)), MemberData(nameof(OnceOnly))]
    public async Task An_option_without_its_value_is_named(string command, string option)
    {
        AssertWrongUsage($"{option}: a value is missing.", await Run(command, option));
        AssertWrongUsage($"{option}: a value is missing.", await Run(command, option + "="));
    }

    [Theory, MemberData(nameof(OnceOnly))]
    public async Task An_option_for_one_value_is_given_once(string command, string option) =>
        AssertWrongUsage($"{option}: may be given only once.", await Run(command, option, "1", option, "2"));

    [Theory, MemberData(nameof(WithoutArgument))]
    public async Task An_argument_that_is_not_taken_is_not_quoted(string command)
    {
        AssertWrongUsage($"too many arguments: only options are taken. See jwtcore {command} --help.", await Run(command, "hunter2"));
        AssertWrongUsage($"too many arguments: only options are taken. See jwtcore {command} --help.", await Run(command, "--", "-x"));
    }

    [Theory, MemberData(nameof(WithoutArgument))]
    public async Task An_unknown_option_that_may_hold_a_secret_is_not_quoted(string command)
    {
        AssertWrongUsage($"argument 2 is an unknown option.{(command == "issue" ? " Did you mean --secret-file?" : "")} See jwtcore {command} --help.", await Run(command, "--secret"));
        AssertWrongUsage($"argument 2 is an unknown option.{(command == "issue" ? " Did you mean --secret-file?" : "")} See jwtcore {command} --help.", await Run(command, "--secret=hunter2"));
    }

    [Fact]
    public async Task Help_of_inspect() => AssertHelp("""
        Description:
          Show what tokens say, without verifying them.

        Usage:
          jwtcore inspect [<TOKEN>] [options]

        Arguments:
          <TOKEN>  The token. Without it and without --file: one token per line of standard input.

        Options:
          --file <FILE>          Read the one token from a file; a byte order mark before it and one line end after it are ignored.
          --max-token-bytes <N>  Refuse longer tokens, 1 to 8388608. Default: 16384.
          --json                 Write one JSON object per token and line.
          -h, --help             Show help and usage information

        Nothing is verified: use jwtcore verify before trusting any of it.

        Exit codes:
          0  all parts of all tokens can be read
          1  at least one part cannot
          2  wrong usage

        Examples:
          jwtcore inspect --file token.jwt
          jwtcore inspect -- "$TOKEN"

        """, await Run("inspect", "--help"));

    [Fact]
    public async Task Help_of_keygen() => AssertHelp("""
        Description:
          Make a key for one algorithm.

        Usage:
          jwtcore keygen [options]

        Options:
          --alg <NAME>     The algorithm that the key is for, such as ES256.
          --kid <KID>      The key id. Default: the key's thumbprint (RFC 7638), for HS algorithms a random text.
          --bits <N>       The size of an RSA key, 2048 to 8192. Default: 2048.
          --out <FILE>     Write the private key here, for its owner alone: a JWK, or PKCS#8 when the name ends in .pem.
          --public <FILE>  Write the public key here: a JWK Set, or PEM when the name ends in .pem.
          --append         Add the public key to the JWK Set of --public, after the keys that it has.
          --force          Replace files that exist.
          -h, --help       Show help and usage information

        The private key is not encrypted. Without --out it goes to standard output.
        Keys of EdDSA and Ed25519 are for tests: .NET cannot sign with them, and the
        code that does here gives the key away to those who can measure its time.

        Exit codes:
          0  the key was written
          2  wrong usage, or a file cannot be written

        Examples:
          jwtcore keygen --alg ES256 --out key.json --public jwks.json
          jwtcore keygen --alg ES256 --out next.json --public jwks.json --append

        """, await Run("keygen", "--help"));

    [Fact]
    public async Task Help_of_issue() => AssertHelp("""
        Description:
          Sign a token for tests.

        Usage:
          jwtcore issue [options]

        Options:
          --key <FILE>                    Sign with the private key in a file: JWK, or PEM (PKCS#8, PKCS#1, SEC 1).
          --secret-file <FILE>            Sign with the file, byte for byte, as the shared secret. Needs --alg.
          --alg <NAME>                    The algorithm. Default: the one that the key names, the only one that fits an EC or ML-DSA key, or EdDSA for an Ed25519 key.
          --kid <KID>                     The kid of the header. Default: the key's.
          --issuer <TEXT>                 The iss.
          --subject <TEXT>                The sub.
          --audience <TEXT>               The aud. Repeatable: an array of them.
          --scope <SCOPE>                 The scope. Repeatable: joined by spaces.
          --lifetime <DURATION>           The time from iat to exp; negative for an expired token. Default: 1h.
          --at <UNIXTIME>                 The iat, in seconds since 1970, instead of now.
          --typ <TYPE>                    The typ of the header. Default: JWT.
          --claims-file <FILE>            Merge a JSON object into the payload; null removes a claim.
          --claim <NAME=TEXT|NAME:=JSON>  Set a claim to a text, or with := to JSON; null removes it. Repeatable.
          --claims <JSON>                 Merge a JSON object into the payload, last; null removes a claim.
          --header <JSON>                 Merge a JSON object into the header, last; null removes a member.
          -h, --help                      Show help and usage information

        The payload has what was given, iat and exp; nothing else is made up.

        Exit codes:
          0  the token was written
          2  wrong usage or key

        Examples:
          jwtcore issue --key key.json --issuer https://issuer.example.com --subject user-1 --audience https://api.example.com --scope read
          jwtcore issue --key key.json --lifetime -60 --header '{"typ":null}' --claims '{"exp":"soon"}'

        """, await Run("issue", "--help"));

    // Where the library puts its empty lines is its own affair.
    private static void AssertHelp(string expected, Outcome outcome)
    {
        Assert.Equal(Lines(expected), Lines(outcome.Output));
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.Code);
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
