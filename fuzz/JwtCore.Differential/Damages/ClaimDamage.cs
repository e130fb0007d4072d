using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Damages;

/// <summary>Damage to claims, signed (RFC 7519 section 4.1, RFC 7800 section 3.1).</summary>
internal static class ClaimDamage
{
    private const string Audience = $"\"{World.Audience}\"";

    private static readonly string[] Dates = ["exp", "nbf", "iat"];

    private static readonly string[] Moments = [.. ((long[])[World.Now - World.Skew, World.Now, World.Now + World.Skew]).SelectMany(Around)];

    private static readonly string[] NoDates =
        ["null", "true", "[]", "{}", "\"\"", "\"x\"", "\"2026-01-01T00:00:00Z\"", "\"NaN\"", $"[{World.Now + 300}]", "\" 1767225900\"", "\"1767225900 \"", "\"+1767225900\"", "\"1,767,225,900\"", "\"0x7fffffff\"", "\"1.7672259e9\"", "\"-1\"", "\"01767225900\"", "\"\\u0031767225900\""];

    private static readonly string[] Extremes =
        ["0", "-0", "-1", "-1767225900", "1", "0.5", "253402300799", "253402300799.5", "253402300800", "253402300801", "2534023007990", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e11", "1e12", "1e18", "1e19", "1e308", "1e309", "1e400", "-1e400", "1e-5", "-62135596801", "17672259e2", "1.7672259E9", "176722590000000e-5", "1767225900.0", "1767225900.123456789", new string('9', 400), "1767225900" + ".0" + new string('0', 60), "0.0000000000000000000000000000000000000000000000000000017672259e63"];

    public static readonly Damage[] All =
    [
        Damage.Before("exp missing", draft => HeaderDamage.Remove(draft.Payload, "exp")),
        Damage.Before("several claims missing", draft => draft.Payload.RemoveAll(_ => draft.Random.Next(3) == 0)),
        Damage.Before("date at a boundary", draft => Set(draft, Damage.Pick<string>(draft.Random, Dates), Damage.Pick<string>(draft.Random, Moments))),
        Damage.Before("date in a string", draft => Set(draft, Damage.Pick<string>(draft.Random, Dates), $"\"{Damage.Pick(draft.Random, World.Now + 300, World.Now - 300, World.Now)}\"")),
        Damage.Before("date that is none", draft => Set(draft, Damage.Pick<string>(draft.Random, Dates), Damage.Pick<string>(draft.Random, NoDates))),
        Damage.Before("date in another spelling or out of range", draft => Set(draft, Damage.Pick<string>(draft.Random, Dates), Damage.Pick<string>(draft.Random, Extremes))),
        Damage.Before("dates that contradict each other", draft =>
        {
            Set(draft, "nbf", $"{World.Now + draft.Random.Next(-30, 60)}");
            Set(draft, "exp", $"{World.Now + draft.Random.Next(-60, 30)}");
        }),
        Value("iss missing or of another type", "iss", "null", "1", "[]", $"[\"{World.Issuer}\"]", "{}", "true", $"{{\"a\":\"{World.Issuer}\"}}"),
        Value("another iss", "iss", "\"\"", "\"https://evil.example.com\"", $"\"{World.Issuer}/\"", "\"https://ISSUER.example.com\"", $"\"{World.Issuer} \"", $"\"{World.Issuer}\\u0000\"", "\"http://issuer.example.com\"", $"\"{World.Issuer}.evil.com\"", "\"https:\\/\\/issuer.example.com\"", "\"https://issuer.example.c\\u006fm\"", "\"https://issuer\\uff0eexample.com\""),
        Value("aud missing or of another type", "aud", "null", "1", "[]", "{}", "true", "[null]", "[1]", $"[[{Audience}]]", $"{{\"a\":{Audience}}}", $"[{Audience},1]", $"[1,{Audience}]", $"[{Audience},null]", $"[{{}},{Audience}]"),
        Value("another aud", "aud", "\"\"", "[\"\"]", "\"https://evil.example.com\"", $"\"{World.Audience}/\"", $"[\"{World.Audience}/\"]", "\"https://API.example.com\"", $"\"{World.Audience} https://x\"", $"\"{World.Audience},https://x\"", $"\"{World.Audience}/admin\"", "\"https://api.example.co\"", "\"https:\\/\\/api.example.com\"", "[\"https:\\/\\/api.example.com\"]", $"\" {World.Audience}\"", "\"*\""),
        Value("aud in a list", "aud", $"[{Audience}]", $"[\"x\",{Audience}]", $"[{Audience},{Audience}]", "[\"x\",\"y\"]", "[\"x\"]", $"[\"\",{Audience}]"),
        Value("sub", "sub", "null", "1", "1.5", "\"\"", "[]", "{}", "true", "[\"user-1\"]", "12345678901234567890123", "\"\\u0075ser\"", "\" \""),
        Value("jti", "jti", "null", "1", "\"\"", "[]", "{}", "true", "\"\\u0061\""),
        Value("scope", "scope", "null", "1", "\"\"", "[]", "{}", "[\"read\"]", "[1]", "[\"read\",null]", "\"read  write\"", "\"read\\u0020write\"", "\"READ\"", "true"),
        Value("scp", "scp", "null", "1", "\"read\"", "[\"read\",\"write\"]", "{}", "[[]]"),
        Value("client_id", "client_id", "null", "1", "\"\"", "[]", "{}"),
        Value("cnf", "cnf", "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}", "{}", "null", "1", "\"x\"", "[]", "{\"x5t#S256\":\"AAAA\"}"),
        Damage.Before("unregistered claim", draft => draft.Payload.Add(new Member(
            Damage.Pick(draft.Random, "EXP", "Iss", "nonce", "roles", "tid", "actort", "act", "at_hash", "azp", "auth_time", "amr", "email_verified", "address", "xms_cc", "events", "unique_name", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"),
            Damage.Pick(draft.Random, "1", "0", "\"x\"", "null", "[]", "{}", "[\"a\",1,null]", "{\"a\":{\"b\":[]}}", "1.5", "-1", "true", "\"2026-01-01T00:00:00Z\"", "123456789012345678901234567890")))),
        Damage.Before("no claim at all", draft => draft.Payload.Clear()),
    ];

    private static IEnumerable<string> Around(long moment) =>
        [$"{moment - 1}", $"{moment}", $"{moment + 1}", $"{moment}.0000001", $"{moment}.00000001", $"{moment - 1}.9999999", $"{moment - 1}.99999999", $"{moment}.5", $"{moment}e0", $"{moment}00e-2"];

    private static void Set(Draft draft, string name, string value) => HeaderDamage.Set(draft.Payload, name, value);

    // The first value is drawn as often as the others; a missing claim stands for as many.
    private static Damage Value(string kind, string name, params string[] values) => Damage.Before(kind, draft =>
    {
        if (draft.Random.Next(values.Length + 1) == 0)
        {
            HeaderDamage.Remove(draft.Payload, name);
        }
        else
        {
            Set(draft, name, Damage.Pick<string>(draft.Random, values));
        }
    });
}
