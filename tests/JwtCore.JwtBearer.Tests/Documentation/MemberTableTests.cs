using System.Reflection;
using JwtCore.AspNetCore.Tests.SideBySide;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer.Tests.Documentation;

/// <summary>docs/from-jwtbearer.md against the real packages: each public member, and what takes its place.</summary>
public sealed class MemberTableTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Every_option_has_its_place() =>
        Assert.Equal(
            typeof(JwtBearerOptions).GetProperties().Select(property => property.Name).Distinct().Order(StringComparer.Ordinal),
            Names("JwtBearerOptions").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_event_has_its_place() =>
        Assert.Equal(
            typeof(JwtBearerEvents).GetMembers(Own).Where(IsOfCode).Select(member => member.Name).Order(StringComparer.Ordinal),
            Names("JwtBearerEvents").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_parameter_has_its_place() =>
        Assert.Equal(
            typeof(TokenValidationParameters).GetMembers(Own).Where(IsOfCode).Select(member => member.Name).Order(StringComparer.Ordinal),
            Names("TokenValidationParameters").Concat(Names("Other members").Select(name => name.Split('.')[1])).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("JwtBearerOptions", 2)]
    [InlineData("JwtBearerEvents", 1)]
    [InlineData("TokenValidationParameters", 2)]
    [InlineData("Other members", 1)]
    public void Each_row_says_what_takes_the_member_s_place(string heading, int column) =>
        Assert.All(SideBySidePage.Rows(heading), row =>
        {
            string word = row[column];
            Assert.True(word.StartsWith("same name", StringComparison.Ordinal) || word.StartsWith("replaced by ", StringComparison.Ordinal) || word.StartsWith("left out because ", StringComparison.Ordinal), $"{row[0]}: {word}");
        });

    [Fact]
    public void A_same_name_exists()
    {
        Type[] ours = [typeof(JwtCore.AspNetCore.JwtCoreOptions), typeof(JwtCore.AspNetCore.JwtCoreEvents), typeof(VerificationPolicy), typeof(JwtCore.Hosting.JwtCoreSettings)];
        string[] names = [.. ours.SelectMany(type => type.GetMembers()).Select(member => member.Name)];
        foreach ((string heading, int column) in ((string, int)[])[("JwtBearerOptions", 2), ("JwtBearerEvents", 1), ("TokenValidationParameters", 2)])
        {
            IEnumerable<string> same = SideBySidePage.Rows(heading).Where(row => row[column].StartsWith("same name", StringComparison.Ordinal)).SelectMany(row => row[0].Split(", "));
            Assert.All(same, name => Assert.Contains(name, names));
        }
    }

    [Fact]
    public void What_the_bridge_refuses_is_what_the_page_says() =>
        Assert.Equal(
            RefusedMembers.Parameters.Concat(RefusedMembers.Options.Where(name => !name.Contains('.', StringComparison.Ordinal))).Order(StringComparer.Ordinal),
            SideBySidePage.Rows("TokenValidationParameters").Concat(SideBySidePage.Rows("JwtBearerOptions"))
                .Where(row => row[3].Contains("refused", StringComparison.Ordinal) && !row[3].StartsWith("true is refused", StringComparison.Ordinal))
                .SelectMany(row => row[0].Split(", ")).Where(name => name != "SecurityTokenValidators").Order(StringComparer.Ordinal));

    private static IEnumerable<string> Names(string heading) => SideBySidePage.Rows(heading).SelectMany(row => row[0].Split(", "));

    private static bool IsOfCode(MemberInfo member) => member is PropertyInfo or FieldInfo || (member is MethodInfo method && !method.IsSpecialName);
}
