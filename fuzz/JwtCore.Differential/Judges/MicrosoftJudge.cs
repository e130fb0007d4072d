using System.Runtime.CompilerServices;
using JwtCore.Differential.Tokens;
using JwtCore.Differential.Verdicts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.Differential.Judges;

/// <summary>Microsoft.IdentityModel.JsonWebTokens, which does the work below JwtBearer.</summary>
internal sealed class MicrosoftJudge : IJudge
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters[] _parameters = [Parameters(Setting.Nearest), Parameters(Setting.Default), Parameters(Setting.Alone)];

    public string Name => "Microsoft.IdentityModel";

    public string Version => Versions.Of(typeof(JsonWebTokenHandler));

    public Verdict Judge(Setting setting, string token)
    {
        try
        {
            // Completes synchronously with static keys.
            TokenValidationResult result = _handler.ValidateTokenAsync(token, _parameters[(int)setting]).GetAwaiter().GetResult();
            return result.IsValid
                ? Verdict.Accept(((JsonWebToken)result.SecurityToken).TryGetPayloadValue("sub", out object subject) ? subject as string : null)
                : Verdict.Refuse(Code(result.Exception));
        }
        catch (Exception thrown)
        {
            // It promises to report and not to throw; one that is thrown all the same must not end the run.
            return Verdict.Refuse($"throws {thrown.GetType().Name}");
        }
    }

    // The number before the colon names the check; where there is none, the class does.
    private static string Code(Exception exception)
    {
        int colon = exception.Message.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and < 12 && exception.Message.StartsWith("IDX", StringComparison.Ordinal) ? exception.Message[..colon] : exception.GetType().Name;
    }

    private static TokenValidationParameters Parameters(Setting setting)
    {
        TokenValidationParameters parameters = new()
        {
            ValidIssuer = World.Issuer,
            ValidAudience = World.Audience,
            ValidAlgorithms = setting == Setting.Alone ? ["HS256"] : World.Algorithms,
            ValidTypes = setting == Setting.Alone ? [World.AccessTokenType] : null,
            ClockSkew = TimeSpan.FromSeconds(World.Skew),
            IgnoreTrailingSlashWhenValidatingAudience = false,
            TryAllIssuerSigningKeys = setting != Setting.Default,
            IssuerSigningKeys = setting == Setting.Alone
                ? [new JsonWebKey(KeyRing.Alone.Jwk.ToJsonString())]
                : [.. new JsonWebKeySet(KeyRing.Set(KeyRing.Published)).GetSigningKeys(), .. new JsonWebKeySet(KeyRing.Set(KeyRing.Secrets)).Keys.Where(key => key.Use != "enc")],
        };
        SetClock(parameters, World.Clock);
        return parameters;
    }

    // It has a clock of its own for its own tests; without it no date could be tried at its boundary.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_TimeProvider")]
    private static extern void SetClock(TokenValidationParameters parameters, TimeProvider clock);
}
