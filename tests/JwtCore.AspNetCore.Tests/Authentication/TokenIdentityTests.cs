using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;

namespace JwtCore.AspNetCore.Tests;

public class TokenIdentityTests
{
    private const string Claims = """
        "sub":"u1","name":"Ann","roles":["admin","auditor"],"n":7,"big":9007199254740993,"huge":18446744073709551616,"half":1.50,
        "yes":true,"no":false,"nothing":null,"none":[],"mixed":["a",1,null,{"b":[2]},[3]],"address":{"city":"Bern"},"scope":"read write","":"empty"
        """;

    [Fact]
    public void Claims_keep_their_names_values_and_JSON_types() =>
        Assert.Equal(
            [
                ("sub", "u1", ClaimValueTypes.String),
                ("name", "Ann", ClaimValueTypes.String),
                ("roles", "admin", ClaimValueTypes.String),
                ("roles", "auditor", ClaimValueTypes.String),
                ("n", "7", ClaimValueTypes.Integer),
                ("big", "9007199254740993", ClaimValueTypes.Integer64),
                ("huge", "18446744073709551616", ClaimValueTypes.Double),
                ("half", "1.50", ClaimValueTypes.Double),
                ("yes", "true", ClaimValueTypes.Boolean),
                ("no", "false", ClaimValueTypes.Boolean),
                ("mixed", "a", ClaimValueTypes.String),
                ("mixed", "1", ClaimValueTypes.Integer),
                ("mixed", "{\"b\":[2]}", "JSON"),
                ("mixed", "[3]", "JSON_ARRAY"),
                ("address", "{\"city\":\"Bern\"}", "JSON"),
                ("scope", "read write", ClaimValueTypes.String),
                ("", "empty", ClaimValueTypes.String),
            ],
            Identity().Claims.Where(claim => claim.Type is not ("iss" or "aud" or "exp")).Select(claim => (claim.Type, claim.Value, claim.ValueType)));

    [Fact]
    public void The_issuer_of_every_claim_is_that_of_the_token() =>
        Assert.All(Identity().Claims, claim => Assert.Equal((Given.Issuer, Given.Issuer), (claim.Issuer, claim.OriginalIssuer)));

    [Fact]
    public void The_scheme_is_the_issuer_when_the_token_names_none()
    {
        TokenIdentity identity = new(Verify("{\"sub\":\"u\",\"exp\":253402300799}", Expected.Any, Expected.Any), "S", new JwtCoreOptions());
        Assert.Equal("S", identity.FindFirst("sub")!.Issuer);

        TokenIdentity named = new(identity.Token, "S", new JwtCoreOptions { ClaimsIssuer = "own" });
        Assert.Equal("own", named.FindFirst("sub")!.Issuer);
    }

    // Each is the first look at an identity of its own.
    public static TheoryData<string, Func<ClaimsIdentity, bool>> FirstLooks => new()
    {
        { "Claims", identity => identity.Claims.Any(claim => claim.Type == "sub") },
        { "FindFirst by type", identity => identity.FindFirst("sub")!.Value == "u1" },
        { "FindFirst by predicate", identity => identity.FindFirst(claim => claim.Type == "sub")!.Value == "u1" },
        { "FindAll by type", identity => identity.FindAll("roles").Count() == 2 },
        { "FindAll by predicate", identity => identity.FindAll(claim => claim.Type == "roles").Count() == 2 },
        { "HasClaim", identity => identity.HasClaim("roles", "admin") && !identity.HasClaim("nothing", "") },
        { "HasClaim by predicate", identity => identity.HasClaim(claim => claim.Value == "admin") },
        { "Name", identity => identity.Name == "Ann" },
        { "IsInRole", identity => new ClaimsPrincipal(identity).IsInRole("auditor") && !new ClaimsPrincipal(identity).IsInRole("Auditor") },
        { "Clone", identity => identity.Clone() is TokenIdentity clone && clone.Name == "Ann" && identity.Name == "Ann" && clone.Claims.Count() == identity.Claims.Count() },
        { "a principal's clone", identity => new ClaimsPrincipal(identity).Clone() is var clone && clone.FindFirst("sub") is not null && clone.GetTokenClaims() is not null },
        { "a copy", identity => new ClaimsIdentity(identity) is { IsAuthenticated: true, Name: "Ann" } copy && copy.HasClaim("roles", "admin") },
        { "a copy with more", identity => new ClaimsIdentity(identity, [new Claim("own", "1")]) is var copy && copy.HasClaim("own", "1") && copy.HasClaim("sub", "u1") },
        { "AddClaim", identity => Add(identity) && identity.Claims.First().Type == "sub" && identity.Claims.Last() is { Type: "own", Issuer: "LOCAL AUTHORITY" } own && own.Subject == identity },
        { "AddClaims", identity => AddAll(identity) && identity.HasClaim("own", "1") && identity.HasClaim("sub", "u1") },
        { "removal by hand", identity => identity.TryRemoveClaim(identity.FindFirst("sub")) && identity.FindFirst("sub") is null },
        { "removal of nothing", identity => !identity.TryRemoveClaim(new Claim("sub", "u1")) && identity.HasClaim("sub", "u1") },
        { "writing", identity => Written(identity).FindFirst("sub")!.Value == "u1" },
    };

    [Theory, MemberData(nameof(FirstLooks))]
    public void Claims_are_there_whoever_looks_first_and_whenever_again(string way, Func<ClaimsIdentity, bool> look)
    {
        Assert.True(look(Identity()), way);
        TokenIdentity known = Identity();
        Assert.NotEmpty(known.Claims);
        Assert.True(look(known), way);
    }

    [Fact]
    public void A_clone_is_changed_by_itself()
    {
        TokenIdentity identity = Identity();
        ClaimsIdentity clone = identity.Clone();
        clone.AddClaim(new Claim("own", "1"));

        Assert.False(identity.HasClaim("own", "1"));
        Assert.All(clone.Claims, claim => Assert.Same(clone, claim.Subject));
    }

    // The copy takes another type and asks nothing that can be overridden. docs/aspnetcore.md says so.
    [Fact]
    public void A_copy_with_a_type_of_its_own_has_only_claims_that_were_read()
    {
        TokenIdentity identity = Identity();
        Assert.Empty(new ClaimsIdentity(identity, null, "own", null, null).Claims);
        Assert.NotEmpty(identity.Claims);
        Assert.NotEmpty(new ClaimsIdentity(identity, null, "own", null, null).Claims);
    }

    [Fact]
    public async Task Many_may_look_first_at_once()
    {
        for (int round = 0; round < 50; round++)
        {
            TokenIdentity identity = Identity();
            int expected = Identity().Claims.Count();
            int[] counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(index => Task.Run(() => (index % 2 == 0 ? identity : identity.Clone()).Claims.Count())));
            Assert.All(counts, count => Assert.Equal(expected, count));
        }
    }

    [Fact]
    public void It_is_authenticated_by_the_scheme()
    {
        Assert.True(Identity().IsAuthenticated);
        Assert.Equal("Bearer", Identity().Scheme);
        Assert.Equal("Bearer", Identity().AuthenticationType);
        Assert.Null(Identity().BootstrapContext);
    }

    [Fact]
    public void A_principal_of_something_else_has_no_token() => Assert.Null(new ClaimsPrincipal(new ClaimsIdentity("x")).GetTokenClaims());

    private static TokenIdentity Identity() => new(
        Verify($$"""{{{Claims}},"iss":"{{Given.Issuer}}","aud":"{{Given.Audience}}","exp":253402300799}"""), "Bearer", new JwtCoreOptions());

    private static TokenClaims Verify(string payload, Expected? issuer = null, Expected? audience = null)
    {
        JwtVerifier verifier = new(new VerificationPolicy
        {
            Issuer = issuer ?? Given.Issuer,
            Audience = audience ?? Given.Audience,
            Algorithms = [JwtAlgorithm.RS256],
            Keys = Given.Pair.ToJwkSet(),
        });
        verifier.TryVerify(Given.Pair.Sign(payload), out VerifiedToken token);
        return token.ToClaims();
    }

    private static bool Add(ClaimsIdentity identity)
    {
        identity.AddClaim(new Claim("own", "1"));
        return true;
    }

    private static bool AddAll(ClaimsIdentity identity)
    {
        identity.AddClaims([new Claim("own", "1")]);
        return true;
    }

    private static ClaimsIdentity Written(ClaimsIdentity identity)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        identity.WriteTo(writer);
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        return new ClaimsIdentity(reader);
    }
}
