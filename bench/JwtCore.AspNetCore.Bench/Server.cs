using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.AspNetCore.Bench;

/// <summary>
/// The minimal API behind one guard, in a process of its own. It takes the keys as a line of its input, says its port, and
/// ends when its input does.
/// </summary>
internal static class Server
{
    private const string Scheme = "Bearer";

    public static async Task RunAsync(Guard guard, TextReader input, TextWriter output)
    {
        string jwks = await input.ReadLineAsync() ?? throw new InvalidOperationException("There are no keys.");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Protect(builder.Services.AddAuthentication(Scheme), guard, jwks);
        builder.Services.AddAuthorization();
        await using WebApplication app = builder.Build();
        app.MapGet("/", context => SendAsync(context, "ok")).RequireAuthorization();
        app.MapGet("/sub", context => SendAsync(context, context.User.FindFirst("sub")!.Value)).RequireAuthorization();
        app.MapGet("/cost", context => SendAsync(context, string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes(precise: true)} {Environment.CpuUsage.TotalTime.Ticks}"))).AllowAnonymous();
        await app.StartAsync();
        Uri address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await output.WriteLineAsync(address.Port.ToString(CultureInfo.InvariantCulture));
        await output.FlushAsync();
        await input.ReadToEndAsync();
    }

    private static Task SendAsync(HttpContext context, string text)
    {
        context.Response.ContentLength = text.Length;
        return context.Response.WriteAsync(text);
    }

    private static void Protect(AuthenticationBuilder builder, Guard guard, string jwks) => _ = guard switch
    {
        Guard.JwtBearer => builder.AddJwtBearer(options =>
        {
            // Claims keep their names: what both servers then read is the same, and it is the cheaper way.
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new()
            {
                ValidIssuer = Load.Issuer,
                ValidAudience = Load.Audience,
                IssuerSigningKeys = [.. new JsonWebKeySet(jwks).Keys],
            };
        }),
        Guard.JwtCore => builder.AddJwtCore(options => options.Policies.Add(Policy(jwks))),
        Guard.JwtCoreUncached => builder.AddJwtCore(options =>
        {
            options.Policies.Add(Policy(jwks));
            options.VerifierOptions = new JwtVerifierOptions();
        }),
        _ => builder.AddScheme<AuthenticationSchemeOptions, Anybody>(Scheme, options => options.Events = options),
    };

    private static VerificationPolicy Policy(string jwks) => new()
    {
        Issuer = Load.Issuer,
        Audience = Load.Audience,
        Algorithms = [JwtAlgorithm.RS256, JwtAlgorithm.ES256],
        Keys = JwkSet.Parse(Encoding.UTF8.GetBytes(jwks)),
    };
}
