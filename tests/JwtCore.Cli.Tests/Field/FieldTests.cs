namespace JwtCore.Cli.Tests.Field;

/// <summary>What people reported against verifiers, run against the built program.</summary>
public class FieldTests
{
    public static TheoryData<string> Asserted => [.. FieldSet.Counts.Keys.Except(FieldSet.NotYetAsserted)];

    [Fact]
    public void Every_case_of_every_kind_is_loaded()
    {
        Dictionary<string, int> loaded = FieldSet.Cases.GroupBy(item => item.Kind).ToDictionary(group => group.Key, group => group.Count());

        // Another set may have more cases or fewer, but none of a kind that nobody asserts.
        Assert.Equal(FieldSet.Counts.Keys.Order(), loaded.Keys.Order());
        Assert.Equal(FieldSet.IsOther ? loaded : FieldSet.Counts, loaded);
    }

    [Fact]
    public void Every_kind_that_is_not_asserted_is_one_of_the_set() => Assert.Empty(FieldSet.NotYetAsserted.Except(FieldSet.Counts.Keys));

    [Theory, MemberData(nameof(Asserted))]
    public async Task Every_case_has_the_value_that_is_right(string kind)
    {
        List<string> wrong = [];
        foreach (FieldCase item in FieldSet.Cases.Where(item => item.Kind == kind))
        {
            if (FieldExpectation.Judge(item, await FieldRun.Of(item, TestContext.Current.CancellationToken)) is string fault)
            {
                wrong.Add(fault);
            }
        }

        Assert.Empty(wrong);
    }
}
