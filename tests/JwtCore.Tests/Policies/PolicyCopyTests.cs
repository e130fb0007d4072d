using System.Reflection;
using System.Text;
using JwtCore.Policies;
using JwtCore.Testing;

namespace JwtCore.Tests.Policies;

public class PolicyCopyTests
{
    private static readonly Jwk Key = TestKeyPair.Create(JwtAlgorithm.RS256, "key-1").ToJwkSet().Keys[0];

    // Another value for each property. A property without one here fails the test of its name.
    private static readonly Dictionary<string, object?> Others = new()
    {
        [nameof(VerificationPolicy.Issuer)] = (Expected)"other",
        [nameof(VerificationPolicy.Audience)] = Expected.Any,
        [nameof(VerificationPolicy.Algorithms)] = new[] { JwtAlgorithm.RS256, JwtAlgorithm.PS256 },
        [nameof(VerificationPolicy.Keys)] = new JwkSet(Key),
        [nameof(VerificationPolicy.Types)] = Expected.Any,
        [nameof(VerificationPolicy.Profile)] = TokenProfile.AccessToken,
        [nameof(VerificationPolicy.RequiredScopes)] = new Expected[] { "other" },
        [nameof(VerificationPolicy.ImpliedScopes)] = new Dictionary<string, string[]> { ["a"] = ["c"] },
        [nameof(VerificationPolicy.RequiredClaims)] = new Dictionary<string, Expected> { ["c"] = "other" },
        [nameof(VerificationPolicy.ScopeClaims)] = new[] { "scp", "scope" },
        [nameof(VerificationPolicy.ClientIdClaims)] = new[] { "azp" },
        [nameof(VerificationPolicy.AudienceClaim)] = "client_id",
        [nameof(VerificationPolicy.ClockSkew)] = TimeSpan.Zero,
        [nameof(VerificationPolicy.MaxAge)] = TimeSpan.FromHours(1),
        [nameof(VerificationPolicy.MaxLifetime)] = TimeSpan.FromHours(1),
        [nameof(VerificationPolicy.Tolerate)] = Tolerance.MissingExpiration,
    };

    public static TheoryData<string> Properties => [.. typeof(VerificationPolicy).GetProperties().Select(property => property.Name)];

    [Fact]
    public void A_policy_that_says_the_same_is_the_same()
    {
        Assert.True(PolicyCopy.AreSame(Policy(), Policy()));
        Assert.True(PolicyCopy.AreSame(PolicyCopy.Of(Policy(), Key), Policy()));
    }

    [Theory, MemberData(nameof(Properties))]
    public void Each_property_counts_and_is_copied(string name)
    {
        VerificationPolicy changed = Policy();
        PropertyInfo property = typeof(VerificationPolicy).GetProperty(name)!;
        property.SetValue(changed, Others[name]);

        Assert.False(PolicyCopy.AreSame(Policy(), changed));
        Assert.False(PolicyCopy.AreSame(changed, Policy()));
        Assert.True(PolicyCopy.AreSame(changed, PolicyCopy.Of(changed, changed.Keys)));
    }

    [Fact]
    public void What_its_owner_writes_to_lists_later_makes_it_another()
    {
        JwtAlgorithm[] algorithms = [JwtAlgorithm.RS256];
        string[] implied = ["b"];
        VerificationPolicy policy = new() { Issuer = "i", Audience = "a", Algorithms = algorithms, Keys = Key, ImpliedScopes = new Dictionary<string, string[]> { ["a"] = implied } };
        VerificationPolicy first = PolicyCopy.Of(policy, Key);
        algorithms[0] = JwtAlgorithm.PS256;
        VerificationPolicy second = PolicyCopy.Of(policy, Key);
        implied[0] = "c";

        Assert.False(PolicyCopy.AreSame(first, policy));
        Assert.False(PolicyCopy.AreSame(second, policy));
    }

    [Fact]
    public void Keys_are_the_same_by_what_they_are()
    {
        byte[] secret = Encoding.UTF8.GetBytes("a shared secret of more than thirty-two bytes");
        KeySource one = Jwk.FromSecret(secret, JwtAlgorithm.HS256);
        secret[0]++;
        KeySource other = Jwk.FromSecret(secret, JwtAlgorithm.HS256);
        secret[0]--;

        Assert.True(one.IsSameAs((KeySource)Jwk.FromSecret(secret, JwtAlgorithm.HS256)));
        Assert.False(one.IsSameAs(other));
        Assert.True(new JwkSet(Key).IsSameAs(JwkSet.Parse(Encoding.UTF8.GetBytes(new JwkSet(Key).ToJson()))));
        Assert.False(new JwkSet(Key).IsSameAs((KeySource)Key));
    }

    [Fact]
    public void Templates_are_the_same_with_the_same_tenants()
    {
        Expected template = Expected.Template("https://login.example.com/{tenantid}/v2.0", Expected.Any);

        Assert.True(template.IsSameAs(Expected.Template("https://login.example.com/{tenantid}/v2.0", Expected.Any)));
        Assert.False(template.IsSameAs(Expected.Template("https://login.example.com/{tenantid}/v2.0", "t")));
        Assert.False(template.IsSameAs("https://login.example.com/{tenantid}/v2.0"));
        Assert.False(Expected.Any.IsSameAs(Expected.OneOf()));
        Assert.False(Expected.OneOf("a", "b").IsSameAs(Expected.OneOf("b", "a")));
    }

    [Fact]
    public void What_is_incomplete_is_not_compared()
    {
        VerificationPolicy policy = Policy();

        Assert.True(PolicyCopy.IsComplete(policy));
        Assert.False(PolicyCopy.IsComplete(null));
        foreach (PropertyInfo property in typeof(VerificationPolicy).GetProperties().Where(one => !one.PropertyType.IsValueType && one.Name is not (nameof(policy.Types) or nameof(policy.AudienceClaim))))
        {
            VerificationPolicy broken = Policy();
            property.SetValue(broken, null);
            Assert.False(PolicyCopy.IsComplete(broken), property.Name);
        }
    }

    private static VerificationPolicy Policy() => new()
    {
        Issuer = "https://issuer.example.com",
        Audience = "https://api.example.com",
        Algorithms = [JwtAlgorithm.RS256],
        Keys = Key,
        Types = "JWT",
        RequiredScopes = ["read", Expected.OneOf("write", "admin")],
        ImpliedScopes = new Dictionary<string, string[]> { ["a"] = ["b"] },
        RequiredClaims = new Dictionary<string, Expected> { ["c"] = "d" },
    };
}
