namespace JwtCore.Hosting.Tests;

public class SettingTests
{
    [Fact]
    public void A_setting_that_nobody_gave_has_no_origin_whatever_it_is_made_to()
    {
        Assert.Null(default(Setting<string>).As<Expected>().Origin);
        Assert.Null(default(Setting<string>).ToObject().Origin);
        Assert.Null(default(Setting<string>).To(_ => throw new InvalidOperationException()).Origin);
    }

    [Fact]
    public void A_setting_is_made_of_another_with_its_origin()
    {
        Setting<object> made = new Setting<string>("here", "1").To(text => (text + "2", null));
        Setting<object> refused = new Setting<string>("here", "1").To(_ => (null, "is wrong."));

        Assert.Equal(("here", "12"), (made.Origin, made.Value));
        Assert.Equal("here is wrong.", Assert.Throws<ArgumentException>(() => refused.Checked()).Message);
        Assert.Equal(("here", null), (new Setting<string>("here", null).To(_ => throw new InvalidOperationException()).Origin, refused.Value));
    }

    [Fact]
    public void What_is_refused_says_so_when_it_is_used()
    {
        Setting<string> setting = new("JWTCORE_BASE_URL", null, "is wrong.");

        Assert.Null(setting.Value);
        Assert.Equal("JWTCORE_BASE_URL is wrong.", Assert.Throws<ArgumentException>(() => setting.Checked()).Message);
        Assert.Equal("JWTCORE_BASE_URL is wrong.", Assert.Throws<ArgumentException>(() => setting.As<Expected>().Checked()).Message);
    }
}
