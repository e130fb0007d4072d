namespace JwtCore.Hosting.Tests;

public class SettingTests
{
    [Fact]
    public void A_setting_that_nobody_gave_is_read()
    {
        Assert.Equal("read", default(Setting<string>).Or(() => new("there", "read")).Value);
        Assert.Null(default(Setting<string>).As<Expected>().Origin);
    }

    [Fact]
    public void A_setting_that_was_given_as_null_is_not_read() =>
        Assert.Null(new Setting<string>("here", null).Or(() => new("there", "read")).Value);

    [Fact]
    public void What_is_refused_says_so_when_it_is_used()
    {
        Setting<string> setting = new("JWTCORE_BASE_URL", null, "is wrong.");

        Assert.Null(setting.Value);
        Assert.Equal("JWTCORE_BASE_URL is wrong.", Assert.Throws<ArgumentException>(() => setting.Checked()).Message);
        Assert.Equal("JWTCORE_BASE_URL is wrong.", Assert.Throws<ArgumentException>(() => setting.As<Expected>().Checked()).Message);
    }
}
