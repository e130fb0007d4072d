using System.Buffers.Text;
using System.Text;
using JwtCore.Testing;

namespace JwtCore.Tests.Twins;

/// <summary>
/// Makes tokens, good and damaged, that reach every step of the pipeline: damage to the text, to the header, and, since
/// it signs again, to the payload behind a good signature. The same seed makes the same damage.
/// </summary>
/// <param name="random">Decides everything.</param>
/// <param name="pairs">The keys to sign with.</param>
/// <param name="payloads">The good payloads to begin with; null for one that suits the tests.</param>
/// <param name="types">The values of <c>typ</c> to begin with; null for JWT alone.</param>
internal sealed class TokenMutator(Random random, IReadOnlyList<TestKeyPair> pairs, IReadOnlyList<string>? payloads = null, IReadOnlyList<string>? types = null)
{
    private const string Payload =
        "{\"iss\":\"https://issuer.example.com\",\"sub\":\"user-1\",\"aud\":\"https://api.example.com\",\"iat\":1767225540,\"nbf\":1767225540,\"exp\":1767225900,\"scope\":\"read write\"}";

    private static readonly string[] Names =
        ["alg", "kid", "typ", "crit", "b64", "zip", "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "scope", "scp", "client_id", "azp", "cnf", "\\u0065xp", "\\u0061lg", "a", "", "\\ud83d\\ude00"];

    private static readonly string[] Values =
        ["null", "true", "false", "0", "-0", "1", "1.5e3", "1e400", "-1", "01", "1767225600", "1767225600.00000001", "1767225599.9999999", "253402300799", "253402300799.1", "253402300800", "253402300800.1", "17672259e2",
         "\"\"", "\"JWT\"", "\"at+jwt\"", "\"application/jwt\"", "\"logout+jwt\"", "\"RS256\"", "\"none\"", "\"https://issuer.example.com\"", "\"https:\\/\\/issuer.example.com\"",
         "\"https://api.example.com\"", "[\"https:\\/\\/api.example.com\"]", "[]", "[\"x\",\"https://api.example.com\"]", "[\"x\",1]", "{}", "{\"a\":1,\"a\":2}", "{\"a\":{\"a\":[{}]}}",
         "\"read write\"", "[\"read\",\"wri\\u0074e\"]", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\uD83D\\uDE00\"", "\"\u00e9\"", "\"\\x\"", "\"\t\"", "NaN", "'a'", "[1,]", "{\"a\":1,}", "tru", "[[[[[[[[]]]]]]]]"];

    /// <summary>The next token.</summary>
    public string Next()
    {
        TestKeyPair pair = pairs[random.Next(pairs.Count)];
        string type = types is null ? "JWT" : types[random.Next(types.Count)];
        string keyId = pair.KeyId is null ? "" : $"\"kid\":\"{pair.KeyId}\",";
        string header = Mutate($"{{\"alg\":\"{pair.Algorithm.ToName()}\",{keyId}\"typ\":\"{type}\"}}", random.Next(4) == 0 ? 1 : 0);
        string payload = Mutate(payloads is null ? Payload : payloads[random.Next(payloads.Count)], random.Next(3));
        string token = pair.Sign(Damage(Encoding.UTF8.GetBytes(header), 30), Damage(Encoding.UTF8.GetBytes(payload), 12));
        return random.Next(4) == 0 ? DamageText(token) : token;
    }

    // Adds, repeats, replaces or removes members of a flat object, as text.
    private string Mutate(string json, int times)
    {
        List<string> members = [.. json[1..^1].Split(",\"").Select((member, index) => index == 0 ? member : "\"" + member)];
        for (int i = 0; i < times; i++)
        {
            int at = random.Next(members.Count + 1);
            switch (random.Next(4))
            {
                case 0:
                    members.Insert(at, $"\"{Pick(Names)}\":{Pick(Values)}");
                    break;
                case 1 when at < members.Count:
                    members[at] = $"{members[at].Split(':')[0]}:{Pick(Values)}";
                    break;
                case 2 when at < members.Count:
                    members.RemoveAt(at);
                    break;
                default:
                    members.Insert(at, $" \"{Pick(Names)}\" :\n{Pick(Values)}\t");
                    break;
            }
        }

        return "{" + string.Join(',', members) + "}";
    }

    private byte[] Damage(byte[] bytes, int oneIn)
    {
        if (random.Next(oneIn) != 0 || bytes.Length == 0)
        {
            return bytes;
        }

        List<byte> damaged = [.. bytes];
        int at = random.Next(damaged.Count);
        switch (random.Next(4))
        {
            case 0:
                damaged[at] = (byte)random.Next(256);
                break;
            case 1:
                damaged.RemoveAt(at);
                break;
            case 2:
                damaged.Insert(at, (byte)"\"\\{}[]:,0eE+-. \u00ff"[random.Next(16)]);
                break;
            default:
                damaged.RemoveRange(at, damaged.Count - at);
                break;
        }

        return [.. damaged];
    }

    private string DamageText(string token)
    {
        int at = random.Next(token.Length);
        return random.Next(7) switch
        {
            0 => token.Remove(at, 1),
            1 => token.Insert(at, "."),
            2 => token.Insert(at, ((char)random.Next(0x20, 0x100)).ToString()),
            3 => token + "=",
            4 => token[..at],
            5 => string.Join('.', token.Split('.').Reverse()),
            _ => token[..at] + Base64Url.EncodeToString([(byte)random.Next(256)])[0] + token[(at + 1)..],
        };
    }

    private string Pick(string[] items) => items[random.Next(items.Length)];
}
