using System.Security.Cryptography;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer.Tests.Support;

/// <summary>What a service says to JwtBearer.</summary>
internal static class Theirs
{
    /// <summary>The public key of a pair as their object.</summary>
    public static SecurityKey Key(TestKeyPair? pair = null)
    {
        pair ??= Given.Pair;
        RSA rsa = RSA.Create();
        rsa.ImportFromPem(pair.ToPublicPem());
        return new RsaSecurityKey(rsa) { KeyId = pair.KeyId };
    }

    /// <summary>What every scheme here needs: an issuer, an audience and the key.</summary>
    public static void Configure(JwtBearerOptions options) => options.TokenValidationParameters = new()
    {
        ValidIssuer = Given.Issuer,
        ValidAudience = Given.Audience,
        IssuerSigningKey = Key(),
    };

    /// <summary>A service with the scheme Bearer behind which JwtCore is.</summary>
    public static Task<Api> StartAsync(Action<JwtBearerOptions> configure, Action<JwtBearerBridgeOptions>? bridge = null, Action<IServiceCollection>? add = null) =>
        Api.StartAsync(services =>
        {
            services.AddAuthentication().AddJwtBearer(configure).UseJwtCore(bridge);
            add?.Invoke(services);
        });

    /// <summary>Why such a service does not start.</summary>
    public static async Task<string> RefusalAsync(Action<JwtBearerOptions> configure, Action<JwtBearerBridgeOptions>? bridge = null)
    {
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(async () => await (await StartAsync(configure, bridge)).DisposeAsync());
        return Assert.IsType<Microsoft.Extensions.Options.OptionsValidationException>(refused).Message;
    }
}
