namespace JwtCore.Cli.Tests;

/// <summary>The words of a variable are those that the settings of a service read from the same one.</summary>
public class VariablesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\r\n", "")]
    [InlineData("read\n", "read")]
    [InlineData("read\twrite\r\ndelete", "read|write|delete")]
    [InlineData(",, read,,write ,", "read|write")]
    [InlineData("""["  read ", "", " ", "\u0077rite"]""", "read|write")]
    [InlineData("""["a,b c"]""", "a,b c")]
    public void Words_are_parted_as_settings_part_them(string text, string expected) =>
        Assert.Equal(expected.Length == 0 ? [] : expected.Split('|'), Of(text).Words("X"));

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("FALSE", false)]
    public void A_waiver_is_written_as_settings_write_it(string text, bool expected) =>
        Assert.Equal(expected, new Variables(name => name == "WAIVER" ? text : null).Expected("X", "WAIVER") is { IsAny: true });

    [Theory]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData(" ")]
    public void A_waiver_that_is_neither_true_nor_false_is_refused(string text) =>
        Assert.Equal("WAIVER: must be true or false.", Assert.Throws<UsageException>(() => new Variables(name => name == "WAIVER" ? text : null).Expected("X", "WAIVER")).Message);

    private static Variables Of(string text) => new(name => name == "X" ? text : null);
}
