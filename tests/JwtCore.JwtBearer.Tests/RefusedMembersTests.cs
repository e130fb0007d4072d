using System.Reflection;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.JwtBearer.Tests.Support;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer.Tests;

/// <summary>Each member of JwtBearer's options is read, or does nothing to a verdict, or stops the host by its name.</summary>
public sealed class RefusedMembersTests
{
    // Read by the policy, the key source or the identity.
    private static readonly string[] Read =
    [
        "AuthenticationType", "ClockSkew", "IssuerSigningKey", "IssuerSigningKeys", "NameClaimType", "NameClaimTypeRetriever", "RequireAudience",
        "RequireExpirationTime", "RoleClaimType", "RoleClaimTypeRetriever", "SaveSigninToken", "TryAllIssuerSigningKeys", "ValidAlgorithms", "ValidAudience",
        "ValidAudiences", "ValidIssuer", "ValidIssuers", "ValidTypes", "ValidateAudience", "ValidateIssuer", "ValidateIssuerSigningKey",
    ];

    // A slash is never ignored, which is a documented difference; nothing of a token is logged; bags are for the application's own code.
    private static readonly string[] WithoutEffect =
        ["DebugId", "IgnoreTrailingSlashWhenValidatingAudience", "InstancePropertyBag", "IsClone", "LogTokenId", "LogValidationExceptions", "PropertyBag"];

    private static readonly string[] ReadOptions =
    [
        "Audience", "Authority", "Backchannel", "BackchannelHttpHandler", "BackchannelTimeout", "Configuration", "MapInboundClaims", "MetadataAddress",
        "RequireHttpsMetadata", "TokenValidationParameters",
    ];

    // JwtBearer's own handler goes on to read them.
    private static readonly string[] OfHandler = ["Challenge", "Events", "IncludeErrorDetails", "SaveToken", "SecurityTokenValidators"];

    public static TheoryData<string> Parameters => [.. RefusedMembers.Parameters];

    [Fact]
    public void Every_member_is_read_without_effect_or_refused()
    {
        Assert.Equal(Names(typeof(TokenValidationParameters)), Read.Concat(WithoutEffect).Concat(RefusedMembers.Parameters).Order(StringComparer.Ordinal));
        Assert.Equal(Names(typeof(JwtBearerOptions)), ReadOptions.Concat(OfHandler).Concat(RefusedMembers.Options.Where(name => !name.Contains('.', StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_delegate_is_without_effect() =>
        Assert.All(WithoutEffect, name => Assert.False(typeof(TokenValidationParameters).GetProperty(name)!.PropertyType.IsAssignableTo(typeof(Delegate))));

    [Theory, MemberData(nameof(Parameters))]
    public async Task A_member_that_is_not_honoured_stops_the_host_by_its_name(string name)
    {
        string refusal = await Theirs.RefusalAsync(options =>
        {
            Theirs.Configure(options);
            PropertyInfo property = typeof(TokenValidationParameters).GetProperty(name)!;
            property.SetValue(options.TokenValidationParameters, Other(property.PropertyType, property.GetValue(options.TokenValidationParameters)));
        });

        Assert.StartsWith($"UseJwtCore, scheme Bearer: TokenValidationParameters.{name} is set, which UseJwtCore does not honour. ", refusal, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AutomaticRefreshInterval")]
    [InlineData("RefreshInterval")]
    [InlineData("RefreshOnIssuerKeyNotFound")]
    [InlineData("UseSecurityTokenValidators")]
    [InlineData("ConfigurationManager")]
    [InlineData("TokenHandlers")]
    [InlineData("TokenHandlers[0].MaximumTokenSizeInBytes")]
    public async Task An_option_that_is_not_honoured_stops_the_host_by_its_name(string name)
    {
        Assert.Contains(name, RefusedMembers.Options);
        string refusal = await Theirs.RefusalAsync(options =>
        {
            Theirs.Configure(options);
            switch (name)
            {
                case "AutomaticRefreshInterval": options.AutomaticRefreshInterval = TimeSpan.FromHours(1); break;
                case "RefreshInterval": options.RefreshInterval = TimeSpan.FromMinutes(1); break;
                case "RefreshOnIssuerKeyNotFound": options.RefreshOnIssuerKeyNotFound = false; break;
                case "UseSecurityTokenValidators": options.UseSecurityTokenValidators = true; break;
                case "ConfigurationManager": options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(new()); break;
                case "TokenHandlers": options.TokenHandlers.Add(new OwnHandler()); break;
                default: options.TokenHandlers[0].MaximumTokenSizeInBytes = 1_000_000; break;
            }
        });

        Assert.StartsWith($"UseJwtCore, scheme Bearer: {name} is set, which UseJwtCore does not honour. ", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_of_one_s_own_in_Microsoft_s_place_stops_the_host()
    {
        string refusal = await Theirs.RefusalAsync(options =>
        {
            Theirs.Configure(options);
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(new OwnHandler());
        });

        Assert.Contains("TokenHandlers is set", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_refused_is_said_at_once()
    {
        string refusal = await Theirs.RefusalAsync(options =>
        {
            Theirs.Configure(options);
            options.TokenValidationParameters.ValidateLifetime = false;
            options.TokenValidationParameters.LifetimeValidator = (_, _, _, _) => true;
        });

        Assert.Contains("TokenValidationParameters.ValidateLifetime is set", refusal, StringComparison.Ordinal);
        Assert.Contains("TokenValidationParameters.LifetimeValidator is set", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ValidateIssuer", "JwtBearerBridgeOptions.Issuer", "Expected.Any")]
    [InlineData("ValidateAudience", "JwtBearerBridgeOptions.Audience", "Expected.Any")]
    [InlineData("RequireAudience", "JwtBearerBridgeOptions.Audience", "Expected.Any")]
    public async Task A_check_that_is_off_stops_the_host_and_names_the_visible_word(string name, string option, string word)
    {
        string refusal = await Theirs.RefusalAsync(options =>
        {
            Theirs.Configure(options);
            typeof(TokenValidationParameters).GetProperty(name)!.SetValue(options.TokenValidationParameters, false);
        });

        Assert.StartsWith($"UseJwtCore, scheme Bearer: TokenValidationParameters.{name} is false. ", refusal, StringComparison.Ordinal);
        Assert.Contains(option, refusal, StringComparison.Ordinal);
        Assert.Contains(word, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_visible_word_a_check_may_be_off()
    {
        await using Api api = await Theirs.StartAsync(
            options => options.TokenValidationParameters = new() { ValidateIssuer = false, ValidateAudience = false, IssuerSigningKey = Theirs.Key() },
            bridge =>
            {
                bridge.Issuer = Expected.Any;
                bridge.Audience = Expected.Any;
            });

        Assert.Equal(200, (await api.GetAsync(Given.Pair.CreateToken(Api.Good with { Issuer = "https://other.example.com", Audience = null }))).Status);
        Assert.Equal(401, (await api.GetAsync(Given.EcPair.CreateToken(Api.Good))).Status);
    }

    private static IEnumerable<string> Names(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => property.Name).Order(StringComparer.Ordinal);

    // Another value than the default.
    private static object Other(Type type, object? value) => value is bool isSet ? !isSet
        : type.IsAssignableTo(typeof(Delegate)) ? MakeDelegate(type)
        : type == typeof(SecurityKey) ? Theirs.Key()
        : type == typeof(IEnumerable<SecurityKey>) ? new[] { Theirs.Key() }
        : type == typeof(TokenValidationParameters) ? new TokenValidationParameters()
        : type == typeof(CryptoProviderFactory) ? new CryptoProviderFactory()
        : type == typeof(BaseConfigurationManager) ? new StaticConfigurationManager<OpenIdConnectConfiguration>(new OpenIdConnectConfiguration())
        : type == typeof(ITokenReplayCache) ? new NoCache()
        : throw new InvalidOperationException(type.Name);

    private static Delegate MakeDelegate(Type type)
    {
        MethodInfo invoke = type.GetMethod("Invoke")!;
        System.Linq.Expressions.ParameterExpression[] parameters = [.. invoke.GetParameters().Select(parameter => System.Linq.Expressions.Expression.Parameter(parameter.ParameterType))];
        return System.Linq.Expressions.Expression.Lambda(type, System.Linq.Expressions.Expression.Default(invoke.ReturnType), parameters).Compile();
    }

    private sealed class OwnHandler : JsonWebTokenHandler;

    private sealed class NoCache : ITokenReplayCache
    {
        public bool TryAdd(string securityToken, DateTime expiresOn) => true;

        public bool TryFind(string securityToken) => false;
    }
}
