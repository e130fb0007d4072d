namespace JwtCore.Cli.Tests;

public class ExitCodeTests
{
    [Fact]
    public void Valid_is_0_missing_keys_are_3_and_every_other_verdict_is_1()
    {
        foreach (VerifyError error in Enum.GetValues<VerifyError>())
        {
            int expected = error switch { VerifyError.None => 0, VerifyError.KeysUnavailable => 3, _ => 1 };
            Assert.Equal(expected, ExitCode.Of(error));
        }
    }
}
