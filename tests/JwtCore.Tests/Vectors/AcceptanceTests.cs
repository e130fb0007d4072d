using System.Globalization;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Vectors;

public class AcceptanceTests
{
    [Fact]
    public void Every_token_gets_the_verdict_of_its_first_failing_check() =>
        Disagreements.AssertNone(AcceptanceFile.Read().Where(item => item.Token is not null).Select(item =>
        {
            JwkSet keys = item.KeySet();
            VerifyError expected = AcceptanceErrors.Expected(item, keys);
            VerifyError actual = Tokens.Verifier(item.Policy(keys)).Verdict(item.Token!);
            return actual == expected ? null : $"{item.Id}: {actual}, expected {expected} for {string.Join(", ", item.FailingChecks)}";
        }));

    [Fact]
    public void The_clock_and_the_limits_of_the_records_are_those_of_the_fixture()
    {
        Assert.Equal(AcceptanceFile.Now, Tokens.Now);
        Assert.Equal(16_384, new Limits().TokenBytes);
        Assert.Equal(64, new Limits().JsonDepth);
    }

    [Fact]
    public void Every_check_has_one_error_and_no_error_stands_for_a_check_that_is_gone() =>
        Assert.Equal(
            AcceptanceFile.Read().SelectMany(item => item.FailingChecks).Distinct().Order(StringComparer.Ordinal),
            AcceptanceErrors.Table.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_rejected_token_has_a_failing_check_and_an_accepted_one_has_none() =>
        Assert.All(AcceptanceFile.Read().Where(item => item.Token is not null), item => Assert.Equal(item.IsAccepted, item.FailingChecks.Length == 0));

    // In Turkish the upper case of i is a dotted letter, and the other way round.
    [Fact]
    public void A_type_is_compared_without_the_rules_of_a_language()
    {
        AcceptanceCase item = AcceptanceFile.Find("Y08");
        Assert.SkipUnless(
            CultureInfo.GetCultures(CultureTypes.AllCultures).Any(culture => culture.Name == "tr-TR"),
            "This runtime knows no languages (invariant globalization).");
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
        try
        {
            Assert.Equal("İ", "i".ToUpper(CultureInfo.CurrentCulture));
            Assert.Equal(VerifyError.TypeMismatch, Tokens.Verifier(item.Policy(item.KeySet())).Verdict(item.Token!));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
