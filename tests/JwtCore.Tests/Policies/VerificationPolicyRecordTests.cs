using System.Reflection;
using System.Text;
using JwtCore.Testing;

namespace JwtCore.Tests.Policies;

public class VerificationPolicyRecordTests
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
        [nameof(VerificationPolicy.RequiredHeaders)] = new Dictionary<string, Expected> { ["signer"] = "other" },
        [nameof(VerificationPolicy.ClientOnlyClaims)] = new Dictionary<string, Expected?> { ["idtyp"] = "app", ["scp"] = null },
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
        Assert.True(Policy().Equals(Policy()));
        Assert.True((Policy() with { Keys = Key }).Equals(Policy()));
    }

    [Theory, MemberData(nameof(Properties))]
    public void Each_property_counts_and_is_copied(string name)
    {
        VerificationPolicy changed = Policy();
        PropertyInfo property = typeof(VerificationPolicy).GetProperty(name)!;
        property.SetValue(changed, Others[name]);

        Assert.False(Policy().Equals(changed));
        Assert.False(changed.Equals(Policy()));
        Assert.True(changed.Equals(changed with { Keys = changed.Keys }));
    }

    [Theory, MemberData(nameof(Properties))]
    public void Policies_are_equal_when_each_property_is(string name)
    {
        VerificationPolicy changed = Policy();
        typeof(VerificationPolicy).GetProperty(name)!.SetValue(changed, Others[name]);
        VerificationPolicy same = changed with { };

        Assert.True(Policy() == Policy());
        Assert.Equal(Policy().GetHashCode(), Policy().GetHashCode());
        Assert.True(changed != Policy());
        Assert.False(changed.Equals(null));
        Assert.NotSame(changed, same);
        Assert.Equal(changed, same);
        Assert.Equal(changed.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void An_incomplete_policy_equals_itself_alone()
    {
        VerificationPolicy incomplete = Policy() with { Issuer = null!, Audience = null! };

        Assert.True(incomplete.Equals(incomplete));
        Assert.Equal(incomplete.GetHashCode(), (incomplete with { }).GetHashCode());
        Assert.NotEqual(incomplete, incomplete with { });
        Assert.NotEqual(incomplete, Policy());
        Assert.NotEqual(Policy(), incomplete);
    }

    [Fact]
    public void Two_sources_with_the_same_address_and_options_are_the_same_keys()
    {
        using RemoteJwks one = new("https://issuer.example.com/jwks");
        using RemoteJwks same = new("https://issuer.example.com/jwks");
        using RemoteJwks other = new("https://issuer.example.com/other");

        Assert.Equal(Policy() with { Keys = one }, Policy() with { Keys = same });
        Assert.NotEqual(Policy() with { Keys = one }, Policy() with { Keys = other });
    }

    [Fact]
    public void A_copy_is_checked_as_a_whole_when_a_verifier_is_made()
    {
        VerificationPolicy policy = Policy() with { Types = null, ImpliedScopes = new Dictionary<string, string[]>() };

        Assert.NotNull(new JwtVerifier(policy));
        foreach (VerificationPolicy refused in (VerificationPolicy[])
            [
                policy with { Issuer = null! },
                policy with { Audience = "" },
                policy with { Algorithms = [] },
                policy with { Algorithms = [JwtAlgorithm.ES256] },
                policy with { Keys = null! },
                policy with { RequiredScopes = null! },
                policy with { ClockSkew = TimeSpan.FromHours(1) },
                policy with { MaxAge = TimeSpan.Zero },
                policy with { Tolerate = (Tolerance)int.MinValue },
                policy with { Profile = TokenProfile.McpResource, Audience = Expected.Any },
            ])
        {
            Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(refused));
        }
    }

    [Fact]
    public void What_its_owner_writes_to_a_list_later_changes_nothing()
    {
        JwtAlgorithm[] algorithms = [JwtAlgorithm.RS256];
        Expected[] scopes = ["read"];
        string[] implied = ["b"];
        Dictionary<string, string[]> hierarchy = new() { ["a"] = implied };
        Dictionary<string, Expected> claims = new() { ["c"] = "d" };
        string[] scopeClaims = ["scope"];
        string[] clientIdClaims = ["azp"];
        VerificationPolicy policy = new() { Issuer = "i", Audience = "a", Algorithms = [JwtAlgorithm.ES256], Keys = Key };
        policy = policy with { Algorithms = algorithms, RequiredScopes = scopes, ImpliedScopes = hierarchy, RequiredClaims = claims, ScopeClaims = scopeClaims, ClientIdClaims = clientIdClaims };
        algorithms[0] = JwtAlgorithm.PS256;
        scopes[0] = "write";
        implied[0] = "c";
        hierarchy["x"] = ["y"];
        claims["c"] = "e";
        scopeClaims[0] = "scp";
        clientIdClaims[0] = "cid";

        Assert.Equal([JwtAlgorithm.RS256], policy.Algorithms);
        Assert.Equal("read", Assert.Single(Assert.Single(policy.RequiredScopes)));
        Assert.Equal(["b"], policy.ImpliedScopes["a"]);
        Assert.Single(policy.ImpliedScopes);
        Assert.Equal("d", Assert.Single(policy.RequiredClaims["c"]));
        Assert.Equal(["scope"], policy.ScopeClaims);
        Assert.Equal(["azp"], policy.ClientIdClaims);
        Assert.False(policy.Algorithms is JwtAlgorithm[] or List<JwtAlgorithm>);
        Assert.False(policy.RequiredClaims is Dictionary<string, Expected>);
    }

    [Fact]
    public void A_record_has_no_state_but_its_properties()
    {
        string[] fields = [.. typeof(VerificationPolicy).GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Select(field => field.Name).Order()];

        Assert.Equal(typeof(VerificationPolicy).GetProperties().Select(property => $"<{property.Name}>k__BackingField").Order(), fields);
    }

    [Fact]
    public void The_text_of_a_policy_has_no_key()
    {
        Jwk secret = Jwk.FromSecret("a shared secret of more than thirty-two bytes"u8, JwtAlgorithm.HS256);
        VerificationPolicy policy = new() { Issuer = Expected.Any, Audience = Expected.OneOf("a", "b"), Algorithms = [JwtAlgorithm.HS256, JwtAlgorithm.HS384], Keys = secret };

        Assert.Equal("VerificationPolicy { Issuer = any, Audience = a b, Algorithms = HS256 HS384 }", policy.ToString());
        Assert.Equal("VerificationPolicy { Issuer = , Audience = , Algorithms =  }", (policy with { Issuer = null!, Audience = null!, Algorithms = null! }).ToString());
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

        Assert.True(policy.IsComplete);
        foreach (PropertyInfo property in typeof(VerificationPolicy).GetProperties().Where(one => !one.PropertyType.IsValueType && one.Name is not (nameof(policy.Types) or nameof(policy.AudienceClaim))))
        {
            VerificationPolicy broken = Policy();
            property.SetValue(broken, null);
            Assert.False(broken.IsComplete, property.Name);
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
