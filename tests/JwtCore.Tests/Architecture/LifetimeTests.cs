using Microsoft.CodeAnalysis;

namespace JwtCore.Tests.Architecture;

public class LifetimeTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string view in View.All.Keys)
            {
                foreach (string use in LifetimeRule.ByUse.Keys)
                {
                    cases.Add(view, use);
                }
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void What_lives_in_a_token_cannot_outlive_it(string view, string use)
    {
        LifetimeRule rule = LifetimeRule.ByUse[use];

        Assert.Equal(rule.Errors, Ids(rule.Forbidden, view));
        Assert.Empty(Ids(rule.Allowed, view));
    }

    private static string[] Ids(string members, string view) =>
        [.. Compiler.ErrorsOfUser(LifetimeRule.Source(members, View.All[view])).Select(error => error.Id).Distinct().Order(StringComparer.Ordinal)];
}
