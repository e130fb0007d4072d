using System.Text.Json;
using Jose;
using JwtCore.Differential.Tokens;
using JwtCore.Differential.Verdicts;
using JoseKey = Jose.Jwk;
using JoseSet = Jose.JwkSet;

namespace JwtCore.Differential.Judges;

/// <summary>
/// jose-jwt, which verifies signatures and nothing else. Around it stands what its users write: the key by <c>kid</c>,
/// the algorithm from a list, then the claims, read with System.Text.Json from the payload that it returns.
/// </summary>
internal sealed class JoseJwtJudge : IJudge
{
    private readonly List<JoseKey> _keys = [.. KeyRing.All.SelectMany(Read)];
    private readonly JoseKey _alone = JoseKey.FromJson(KeyRing.Alone.Jwk.ToJsonString(), JWT.DefaultSettings.JsonMapper);

    public string Name => "jose-jwt";

    public string Version => Versions.Of(typeof(JWT));

    public Verdict Judge(Setting setting, string token)
    {
        try
        {
            IDictionary<string, object> header = JWT.Headers(token);
            string? name = header.TryGetValue("alg", out object? alg) ? alg as string : null;
            if (name is null || !(setting == Setting.Alone ? name == "HS256" : World.Algorithms.Contains(name)))
            {
                return Verdict.Refuse("our alg");
            }

            JoseKey? key = setting == Setting.Alone ? _alone : FindKey(header, name);
            if (key is null)
            {
                return Verdict.Refuse("our key");
            }

            using JsonDocument claims = JsonDocument.Parse(JWT.Decode(token, key, Enum.Parse<JwsAlgorithm>(name)));
            return setting == Setting.Alone && (!header.TryGetValue("typ", out object? typ) || typ as string != World.AccessTokenType)
                ? Verdict.Refuse("our typ")
                : CheckClaims(claims.RootElement);
        }
        catch (Exception thrown)
        {
            // Exceptions of many classes are how it refuses, and a payload that is no JSON ends here too.
            return Verdict.Refuse(thrown.GetType().Name);
        }
    }

    // Each key as a set of its own: one null member makes it refuse the whole set with a NullReferenceException.
    private static IEnumerable<JoseKey> Read(TestKey key)
    {
        try
        {
            return JoseSet.FromJson(KeyRing.Set([key]), JWT.DefaultSettings.JsonMapper).Keys;
        }
        catch (NullReferenceException)
        {
            return [];
        }
    }

    private JoseKey? FindKey(IDictionary<string, object> header, string alg)
    {
        if (header.TryGetValue("kid", out object? kid))
        {
            return _keys.Find(key => key.KeyId == kid as string);
        }

        List<JoseKey> fitting = _keys.FindAll(key => key.Alg == alg && key.Use == "sig");
        return fitting.Count == 1 ? fitting[0] : null;
    }

    private static Verdict CheckClaims(JsonElement claims)
    {
        if (claims.ValueKind != JsonValueKind.Object)
        {
            return Verdict.Refuse("our object");
        }

        if (!claims.TryGetProperty("iss", out JsonElement issuer) || issuer.ValueKind != JsonValueKind.String || issuer.GetString() != World.Issuer)
        {
            return Verdict.Refuse("our iss");
        }

        if (!claims.TryGetProperty("aud", out JsonElement audience) || !IsOurs(audience))
        {
            return Verdict.Refuse("our aud");
        }

        if (!claims.TryGetProperty("exp", out JsonElement expiration) || World.Now >= expiration.GetDouble() + World.Skew)
        {
            return Verdict.Refuse("our exp");
        }

        return claims.TryGetProperty("nbf", out JsonElement notBefore) && World.Now < notBefore.GetDouble() - World.Skew
            ? Verdict.Refuse("our nbf")
            : Verdict.Accept(claims.TryGetProperty("sub", out JsonElement subject) && subject.ValueKind == JsonValueKind.String ? subject.GetString() : null);
    }

    private static bool IsOurs(JsonElement audience) => audience.ValueKind switch
    {
        JsonValueKind.String => audience.GetString() == World.Audience,
        JsonValueKind.Array => audience.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.GetString() == World.Audience),
        _ => false,
    };
}
