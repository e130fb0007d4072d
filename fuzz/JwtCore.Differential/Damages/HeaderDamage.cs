using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Damages;

/// <summary>Damage to the members of the header (RFC 7515 section 4.1, RFC 7797 section 3).</summary>
internal static class HeaderDamage
{
    private const string Hmac = "\"HS256\"";

    public static readonly Damage[] All =
    [
        Damage.Before("alg missing", draft => Remove(draft.Header, "alg")),
        Value("alg of another type", "alg", "null", "1", "[]", "[\"HS256\"]", "{}", "true"),
        Value("alg is none", "alg", "\"none\"", "\"None\"", "\"NONE\"", "\"nOnE\"", "\"\"", "\"none \""),
        Damage.Before("alg in other letters", draft => Set(draft.Header, "alg", Damage.Pick(draft.Random, draft.Header[0].Value.ToLowerInvariant(), $"\" {draft.Algorithm}\"", $"\"{draft.Algorithm} \"", $"\"{draft.Algorithm}\\u0000\""))),
        Damage.Before("alg escaped", draft => Set(draft.Header, "alg", $"\"\\u00{(int)draft.Algorithm[0]:x2}{draft.Algorithm[1..]}\"")),
        Value("another alg", "alg", Hmac, "\"HS384\"", "\"HS512\"", "\"RS256\"", "\"RS384\"", "\"PS256\"", "\"PS512\"", "\"ES256\"", "\"ES384\"", "\"ES256K\"", "\"EdDSA\"", "\"A128KW\"", "\"dir\"", "\"RS1\"", "\"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256\""),
        Damage.Before("signed with another alg of the key", draft =>
        {
            draft.Algorithm = draft.Key.Type switch { "RSA" => draft.Algorithm == "RS256" ? "PS256" : "RS256", "oct" => Damage.Pick(draft.Random, "HS384", "HS512"), _ => draft.Algorithm };
            if (draft.Random.Next(2) == 0)
            {
                Set(draft.Header, "alg", $"\"{draft.Algorithm}\"");
            }
        }),
        Damage.Before("kid missing", draft => Remove(draft.Header, "kid")),
        Value("kid of another key", "kid", "\"rs\"", "\"ps\"", "\"es\"", "\"hs\"", "\"free\"", "\"enc\"", "\"hs-free\"", "\"es384\"", "\"twin\"", "\"small\""),
        Value("unknown kid", "kid", "\"\"", "\"none\"", "\"../hs\"", "\"hs \"", "\"HS\"", "\"Rs\"", "\"ES\"", "\"hs\\u0000\"", "\"\\ud83d\\ude00\"", "\"' OR 1=1\""),
        Value("kid of another type", "kid", "null", "1", "[]", "[\"hs\"]", "{}", "false"),
        Damage.Before("kid escaped", draft => Set(draft.Header, "kid", $"\"{string.Concat((draft.Key.KeyId ?? "").Select(c => $"\\u{(int)c:x4}"))}\"")),
        Damage.Before("typ missing", draft => Remove(draft.Header, "typ")),
        Value("typ of another spelling", "typ", "\"jwt\"", "\"JWT\"", "\"Jwt\"", "\"at+jwt\"", "\"AT+JWT\"", "\"application/at+jwt\"", "\"Application/AT+JWT\"", "\"application/jwt\"", "\"at\\u002bjwt\"", "\"at+jwt \"", "\"at+jwt;a=b\""),
        Value("typ of another kind", "typ", "\"logout+jwt\"", "\"dpop+jwt\"", "\"secevent+jwt\"", "\"id+jwt\"", "\"JOSE\"", "\"\"", "\"application/\"", "\"a/at+jwt\""),
        Value("typ of another type", "typ", "null", "1", "[\"at+jwt\"]", "{}", "true"),
        Value("crit", "crit", "[]", "null", "[\"exp\"]", "[\"b64\"]", "[\"alg\"]", "[\"x\"]", "\"exp\"", "{}", "[1]", "[\"exp\",\"exp\"]", "false"),
        Damage.Before("crit of a member that is there", draft =>
        {
            draft.Header.Add(new Member("http://example.com/x", "true"));
            draft.Header.Add(new Member("crit", "[\"http://example.com/x\"]"));
        }),
        Value("b64", "b64", "false", "true", "null", "0", "\"false\"", "[]"),
        Damage.Before("b64 with crit", draft =>
        {
            draft.Header.Add(new Member("b64", Damage.Pick(draft.Random, "true", "false")));
            draft.Header.Add(new Member("crit", "[\"b64\"]"));
        }),
        Value("zip", "zip", "\"DEF\"", "null", "\"\"", "\"GZIP\"", "1"),
        Value("enc", "enc", "\"A128CBC-HS256\"", "null", "1", "\"\""),
        Value("cty", "cty", "\"JWT\"", "\"json\"", "1", "null", "\"\""),
        Damage.Before("key or address in the header", draft => draft.Header.Add(Damage.Pick(
            draft.Random,
            new Member("jwk", KeyRing.Named("free").Jwk.ToJsonString()),
            new Member("jwk", "1"),
            new Member("jku", "\"https://evil.example.com/jwks\""),
            new Member("x5u", "\"https://evil.example.com/x5c\""),
            new Member("x5c", "[\"MIIB\"]"),
            new Member("x5c", "1"),
            new Member("x5t", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\""),
            new Member("x5t", "7"),
            new Member("x5t#S256", "\"AAAA\"")))),
        Damage.Before("other members in the header", draft => draft.Header.Insert(draft.Random.Next(draft.Header.Count + 1), new Member(
            Damage.Pick(draft.Random, "a", "ALG", "Kid", "", "iss", "exp", "nonce", "epk", "p2c", "__proto__", "constructor"),
            Damage.Pick(draft.Random, "1", "-0", "1.5", "1e400", "12345678901234567890", "null", "true", "\"\"", "[]", "{}", "{\"a\":[1,{\"b\":null}]}", "[1.5]", "\"\\ud83d\\ude00\"")))),
        Damage.Before("members in another order", draft =>
        {
            draft.Header.Reverse();
            draft.Payload.Reverse();
        }),
        Damage.Before("only alg", draft => draft.Header.RemoveRange(1, draft.Header.Count - 1)),
    ];

    /// <summary>Replaces the member, or adds it.</summary>
    public static void Set(List<Member> members, string name, string value)
    {
        int at = members.FindIndex(member => member.Name == name);
        if (at < 0)
        {
            members.Add(new Member(name, value));
        }
        else
        {
            members[at] = new Member(name, value);
        }
    }

    public static void Remove(List<Member> members, string name) => members.RemoveAll(member => member.Name == name);

    private static Damage Value(string kind, string name, params string[] values) =>
        Damage.Before(kind, draft => Set(draft.Header, name, Damage.Pick<string>(draft.Random, values)));
}
