using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using JwtCore.Cli.Tests.Support;
using JwtCore.Tests.Jwks;

namespace JwtCore.Cli.Tests;

/// <summary>A CA of one's own takes the place of the system's roots, and loosens nothing else.</summary>
public sealed class AuthorityOptionTests : CliTest
{
    private static readonly Authority Own = new("Own");
    private static readonly Authority Other = new("Other");

    public static TheoryData<string> Commands => ["verify", "jwks", "doctor"];

    [Theory, MemberData(nameof(Commands))]
    public async Task A_certificate_of_the_CA_is_trusted(string command)
    {
        await using RawServer server = Serve(Own.Issue("localhost"));
        string file = Write("ca.pem", Own.Pem);

        Assert.Equal(0, (await Run([.. Command(command, server), "--ca", file])).Code);
        Assert.Equal(0, (await Run([.. Command(command, server), "--ca", Write("both.pem", "\ufeff" + Other.Pem + "\r\n" + Own.Pem)])).Code);
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task Another_certificate_is_refused(string command)
    {
        await using RawServer server = Serve(Own.Issue("localhost"));

        await AssertRefusedAsync("CertificateUntrusted", Command(command, server));
        await AssertRefusedAsync("CertificateUntrusted", [.. Command(command, server), "--ca", Write("ca.pem", Other.Pem)]);
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task The_name_is_checked_all_the_same(string command)
    {
        await using RawServer server = Serve(Own.Issue("other.example"));

        await AssertRefusedAsync("CertificateNameMismatch", [.. Command(command, server), "--ca", Write("ca.pem", Own.Pem)]);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_all_the_same()
    {
        await using RawServer server = Serve(Own.Issue("localhost", untilDays: -1));

        await AssertRefusedAsync("CertificateExpired", [.. Command("jwks", server), "--ca", Write("ca.pem", Own.Pem)]);
    }

    [Fact]
    public async Task A_root_of_the_system_is_not_trusted_beside_the_CA()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The variable that names the system's roots is one of OpenSSL.");
        await using RawServer server = Serve(Own.Issue("localhost"));
        (string, string)[] system = [("SSL_CERT_FILE", Write("system.pem", Own.Pem))];

        Assert.Equal(0, (await BuiltProgram.RunAsync(system, "", Command("jwks", server))).Code);
        Outcome outcome = await BuiltProgram.RunAsync(system, "", [.. Command("jwks", server), "--ca", Write("ca.pem", Other.Pem)]);
        Assert.Contains("CertificateUntrusted", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Code);
    }

    [Fact]
    public async Task A_file_without_a_certificate_is_refused()
    {
        string[] jwks = ["jwks", "https://localhost:1/keys", "--ca"];
        string text = Write("text.pem", "x");
        string key = Write("key.pem", Pair.ToPrivatePem());
        string broken = Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        AssertWrongUsage($"--ca: {text}: it has no certificate in PEM.", await Run([.. jwks, text]));
        AssertWrongUsage($"--ca: {key}: it has no certificate in PEM.", await Run([.. jwks, key]));
        AssertWrongUsage($"--ca: {broken}: a certificate in it is refused.", await Run([.. jwks, broken]));
        AssertWrongUsage($"--ca: cannot read {PathOf("none")}: there is no such file.", await Run([.. jwks, PathOf("none")]));
    }

    [Fact]
    public void No_option_turns_the_checks_of_TLS_off()
    {
        string[] options = [.. UsageTests.Flags.Concat(UsageTests.Repeatable).Concat(UsageTests.OnceOnly).Select(row => row.Data), .. CommandOptionsTests.Flags.Select(row => row.Data.Item2)];

        Assert.DoesNotContain(options, option => option.Contains("insecure", StringComparison.Ordinal) || option.Contains("tls", StringComparison.Ordinal) || option.Contains("certificate", StringComparison.Ordinal) || option.Contains("no-", StringComparison.Ordinal) || option == "-k");
    }

    private static async Task AssertRefusedAsync(string cause, string[] args)
    {
        Outcome outcome = await Run(args);
        Assert.Contains(cause, outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Code);
    }

    private static string[] Command(string command, RawServer server) => command == "jwks"
        ? ["jwks", $"https://localhost:{server.Port}/keys"]
        : [command, "--jwks", $"https://localhost:{server.Port}/keys", "--alg", "ES256", "--any-issuer", "--any-audience", "--at", $"{Now}", Token()];

    private static RawServer Serve(X509Certificate2 certificate) => new(async (stream, stop) =>
    {
        string body = $$"""{"keys":[{{Pair.ToJwk().ToJsonString()}}]}""";
        await using SslStream secure = new(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
        await secure.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false, stop);
        await secure.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), stop);
    });

    private sealed class Authority
    {
        private readonly X509Certificate2 _root;

        public Authority(string name)
        {
            ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(9));
        }

        public string Pem => _root.ExportCertificatePem() + "\n";

        public X509Certificate2 Issue(string host, int untilDays = 1)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 issued = request.Create(_root, DateTimeOffset.UtcNow.AddDays(-8), DateTimeOffset.UtcNow.AddDays(untilDays), [1, 2, 3]);
            using X509Certificate2 complete = issued.CopyWithPrivateKey(key);
            return X509CertificateLoader.LoadPkcs12(complete.Export(X509ContentType.Pkcs12), null);
        }
    }
}
