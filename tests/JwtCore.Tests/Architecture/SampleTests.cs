using JwtCore.Tests.Support;
namespace JwtCore.Tests.Architecture;

public class SampleTests
{
    [Fact]
    public void Every_sample_of_readme_and_docs_compiles()
    {
        string docs = Path.Combine(Repository.Root, "docs");
        string[] pages = [Path.Combine(Repository.Root, "README.md"), .. Directory.Exists(docs) ? Repository.Files(docs, "*.md") : []];
        string[] refusals =
        [
            .. pages.SelectMany(page => Sample.Extract(Repository.Relative(Repository.Root, page), File.ReadAllText(page)))
                .Select(sample => sample.Refusal())
                .Where(refusal => refusal.Length > 0),
        ];

        Assert.True(refusals.Length == 0, string.Join('\n', refusals));
    }

    [Fact]
    public void Samples_are_found_with_their_lines() =>
        Assert.Equal(
            [new Sample("p.md", 3, "int a = 1;\n\nint b = 2;"), new Sample("p.md", 15, "if (c)\n    d();"), new Sample("p.md", 19, "```\ne();")],
            Sample.Extract("p.md", """
                text with ```csharp inline```
                ```csharp
                int a = 1;

                int b = 2;
                ```
                ```json
                ```
                ```text
                ```csharp
                is text here
                ```
                - item
                  ```cs title="indented"
                  if (c)
                      d();
                  ```
                ~~~~C#
                ```
                e();
                ~~~~
                """));

    [Fact]
    public void Line_endings_do_not_matter() =>
        Assert.Equal([new Sample("p.md", 2, "a();\nb();")], Sample.Extract("p.md", "```csharp\r\na();\r\nb();\r\n```\r\n"));

    [Fact]
    public void A_sample_without_an_end_is_refused() =>
        Assert.Throws<FormatException>(() => Sample.Extract("p.md", "```csharp\na();").ToArray());

    [Theory]
    [InlineData("if (1 < 2) { await Task.Yield(); }")]
    [InlineData("using System.Text;\nusing JwtCore;\nvar a = Encoding.UTF8;\nreturn;\nclass B { }")]
    [InlineData("public sealed class A { public int B => 1; }")]
    [InlineData("namespace A.B;\npublic interface C;")]
    [InlineData("// A comment alone.")]
    [InlineData("Handle(authorizationHeader); Refuse(VerifyError.Expired);")]
    [InlineData("""
        var verifier = new JwtVerifier(new VerificationPolicy
        {
            Issuer     = "https://issuer.example.com",
            Audience   = "https://api.example.com",
            Algorithms = [JwtAlgorithm.RS256, JwtAlgorithm.ES256],
            Keys       = JwkSet.Parse("{}"u8),
        });

        if (verifier.TryVerify(authorizationHeader.AsSpan(7), out VerifiedToken token))
            Handle(token.Subject, token.HasScope("orders:read"u8));
        else
            Refuse(token.Error);
        """)]
    public void Statements_types_or_both_compile(string code) => Assert.Empty(new Sample("p.md", 1, code).Refusal());

    [Fact]
    public void A_sample_that_does_not_compile_is_refused_with_the_page_s_line_both_ways()
    {
        string refusal = new Sample("p.md", 7, "int a = 1;\nint b = missing;").Refusal();

        Assert.Contains("As statements:\n  p.md(8): CS0103: ", refusal, StringComparison.Ordinal);
        Assert.Contains("As declarations:\n  p.md(7): CS8805: ", refusal, StringComparison.Ordinal);
    }
}
