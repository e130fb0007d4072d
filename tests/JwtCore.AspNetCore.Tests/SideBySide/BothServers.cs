using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.AspNetCore.Tests.SideBySide;

/// <summary>The same API behind JwtBearer and behind JwtCore, with the same keys, issuer and audience and their own defaults.</summary>
internal sealed partial class BothServers : IAsyncDisposable
{
    private readonly Api _theirs;
    private readonly Api _ours;

    private readonly IDisposable? _keys;

    private BothServers(Api theirs, Api ours, IDisposable? keys)
    {
        _theirs = theirs;
        _ours = ours;
        _keys = keys;
    }

    /// <param name="jwks">The keys.</param>
    /// <param name="algorithms">What JwtCore accepts; JwtBearer accepts what fits a key.</param>
    public static Task<BothServers> StartAsync(JsonObject jwks, IReadOnlyList<JwtAlgorithm> algorithms) => StartAsync(
        options => options.TokenValidationParameters = new()
        {
            ValidIssuer = Given.Issuer,
            ValidAudience = Given.Audience,
            IssuerSigningKeys = [.. new JsonWebKeySet(jwks.ToJsonString()).Keys],
        },
        JwkSet.Parse(Encoding.UTF8.GetBytes(jwks.ToJsonString())),
        algorithms);

    /// <summary>With an authority that nobody listens for.</summary>
    public static Task<BothServers> StartWithoutKeysAsync()
    {
        const string Authority = "http://127.0.0.1:1";
        return StartAsync(
            options =>
            {
                options.Authority = Authority;
                options.Audience = Given.Audience;
                options.RequireHttpsMetadata = false;
            },
            RemoteJwks.Discover(Authority, new() { AllowHttpOnLoopback = true, MetadataUri = Authority + "/metadata" }),
            [JwtAlgorithm.RS256]);
    }

    /// <summary>Both answers to a request.</summary>
    public async Task<(string Theirs, string Ours)> AskAsync(BearerRequest request) =>
        (Essence(await _theirs.SendRawAsync(request.Target, request.Headers)), Essence(await _ours.SendRawAsync(request.Target, request.Headers)));

    public async ValueTask DisposeAsync()
    {
        await _theirs.DisposeAsync();
        await _ours.DisposeAsync();
        _keys?.Dispose();
    }

    /// <summary>The status and the error of the challenge, of which a 401 has exactly one and nothing but a 4xx has any.</summary>
    public static string Essence(string answer)
    {
        string status = StatusLine().Match(answer).Groups[1].Value;
        Match[] challenges = [.. Challenge().Matches(answer).AsEnumerable()];
        Assert.True(challenges.Length == (status == "401" ? 1 : challenges.Length) && challenges.Length <= (status[0] == '4' ? 1 : 0), answer);
        Assert.All(challenges, challenge => Assert.StartsWith("Bearer", challenge.Groups[1].Value, StringComparison.Ordinal));
        string error = string.Concat(challenges.Select(challenge => Error().Match(challenge.Value).Groups[1].Value));
        return error.Length == 0 ? status : $"{status} `{error}`";
    }

    private static async Task<BothServers> StartAsync(Action<JwtBearerOptions> configure, KeySource keys, IReadOnlyList<JwtAlgorithm> algorithms)
    {
        Api theirs = await Api.StartAsync(
            services => services.AddAuthentication().AddJwtBearer(configure),
            app => Map(app, new AuthorizationPolicyBuilder().RequireClaim("scope", "read").Build()));
        Api ours = await Api.StartAsync(
            services => services.AddAuthentication().AddJwtCore(options => options.Policies.Add(new()
            {
                Issuer = Given.Issuer,
                Audience = Given.Audience,
                Algorithms = algorithms,
                Keys = keys,
            })),
            app => Map(app, new AuthorizationPolicyBuilder().RequireScope("read").Build()));
        return new(theirs, ours, keys as IDisposable);
    }

    private static void Map(WebApplication app, AuthorizationPolicy scope)
    {
        app.MapGet("/open", () => "");
        app.MapGet("/", () => "").RequireAuthorization();
        app.MapGet("/role", () => "").RequireAuthorization(policy => policy.RequireRole("admin"));
        app.MapGet("/scope", () => "").RequireAuthorization(scope);
    }

    [GeneratedRegex("^HTTP/1.1 ([0-9]{3}) ")]
    private static partial Regex StatusLine();

    [GeneratedRegex("^WWW-Authenticate: (.*)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Challenge();

    [GeneratedRegex("error=\"([^\"]*)\"")]
    private static partial Regex Error();
}
