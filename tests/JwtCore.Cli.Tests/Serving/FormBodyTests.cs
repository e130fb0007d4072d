using System.Collections.Specialized;
using System.Text;
using System.Web;

namespace JwtCore.Cli.Tests;

public class FormBodyTests
{
    private static readonly string[] Parts = ["a", "b", "scope", "=", "&", "=", "&", "+", "%20", "%", "%zz", "%e2%82%ac", "%ff", "é", "\0", "%26", "%3d"];

    [Fact]
    public void Parameters_are_decoded_and_those_without_a_value_are_absent()
    {
        Assert.True(FormBody.TryParse("scope=read+write%20all&client_id=&x&subject=%C3%A9%3D%26&=y"u8, out FormBody? form, out _));

        Assert.Equal(("read write all", "é=&", null, null, "y"), (form["scope"], form["subject"], form["client_id"], form["x"], form[""]));
        Assert.Equal(["scope", "subject", ""], form.Names);
    }

    [Theory]
    [InlineData("a=1&a=1", "a parameter is there twice")]
    [InlineData("a=1&%61=2", "a parameter is there twice")]
    public void A_parameter_is_there_once(string body, string problem)
    {
        Assert.False(FormBody.TryParse(Encoding.UTF8.GetBytes(body), out FormBody? form, out string found));
        Assert.Equal((problem, null), (found, form));
        Assert.True(FormBody.TryParse("a=&a=1"u8, out _, out _));
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        Assert.False(FormBody.TryParse([(byte)'a', (byte)'=', 0xff], out _, out string problem));
        Assert.Equal("the body is not UTF-8", problem);
    }

    [Fact]
    public void The_reader_agrees_with_the_platforms_on_20_000_random_forms()
    {
        Random random = new(7);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Parts[random.Next(Parts.Length)]));
            NameValueCollection twin = HttpUtility.ParseQueryString(text);
            bool isRead = FormBody.TryParse(Encoding.UTF8.GetBytes(text), out FormBody? form, out _);
            string[] names = [.. twin.AllKeys.OfType<string>().Where(name => twin.GetValues(name)!.Any(value => value.Length > 0))];

            Assert.True(isRead == names.All(name => twin.GetValues(name)!.Count(value => value.Length > 0) == 1), text);
            if (isRead)
            {
                accepted++;
                Assert.Equal(names.Order(StringComparer.Ordinal), form!.Names.Order(StringComparer.Ordinal));
                Assert.All(names, name => Assert.Equal(twin.GetValues(name)!.Single(value => value.Length > 0), form[name]));
            }
        }

        Assert.InRange(accepted, 10_000, 20_000);
    }
}
