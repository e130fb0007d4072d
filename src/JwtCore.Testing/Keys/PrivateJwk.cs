using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace JwtCore.Testing;

/// <summary>Reads a private JWK. The core judges the public half; what is left to this code is the private one.</summary>
internal static class PrivateJwk
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static TestKeyPair Read(ReadOnlySpan<byte> utf8Json, JwtAlgorithm? algorithm)
    {
        JsonObject jwk = ReadObject(utf8Json);
        if (jwk.ContainsKey("keys") && !jwk.ContainsKey("kty"))
        {
            throw Refused("it is a JWK Set, not one key.");
        }

        RemoveOperations(jwk);
        Jwk key = Judge(jwk);
        TakeNormalForm(jwk, key);
        JwtAlgorithm chosen = ChooseAlgorithm(jwk, key, algorithm);
        jwk["alg"] = chosen.ToName();
        _ = Judge(jwk);
        return key.KeyType switch
        {
            "RSA" => PrivateKeys.Checked(new TestKeyPair(chosen, key.KeyId, new RsaSigningKey(ReadRsa(jwk))), "JWK"),
            "EC" => PrivateKeys.Checked(new TestKeyPair(chosen, key.KeyId, new EcSigningKey(ReadEc(jwk))), "JWK"),
            "OKP" => PrivateKeys.Checked(new TestKeyPair(chosen, key.KeyId, new Ed25519SigningKey(ReadEd25519(jwk))), "JWK"),
            "AKP" => PrivateKeys.Checked(new TestKeyPair(chosen, key.KeyId, ReadMLDsa(jwk, chosen)), "JWK"),
            _ => TestKeyPair.FromSecret(Bytes(jwk, "k"), chosen, key.KeyId),
        };
    }

    private static JsonObject ReadObject(ReadOnlySpan<byte> utf8Json)
    {
        if (!Utf8.IsValid(utf8Json))
        {
            throw Refused("it is not one strict JSON object.");
        }

        try
        {
            JsonObject jwk = JsonNode.Parse(utf8Json, documentOptions: Strict) as JsonObject ?? throw Refused("it is not one strict JSON object.");
            return jwk.Count > 0 ? jwk : throw Refused("it is empty.");
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
        {
            // Bad syntax, two members of one name, or a name with a lone surrogate.
            throw Refused("it is not one strict JSON object.");
        }
    }

    // RFC 7517 section 4.3: a private key is for signing, where the core asks for verify.
    private static void RemoveOperations(JsonObject jwk)
    {
        if (jwk.TryGetPropertyValue("key_ops", out JsonNode? operations)
            && operations is not (null or JsonArray { Count: 0 })
            && !(operations is JsonArray list && list.Any(item => item?.GetValueKind() == JsonValueKind.String && item.GetValue<string>() == "sign")))
        {
            throw Refused("key_ops is not an array with sign in it.");
        }

        jwk.Remove("key_ops");
    }

    // The core is lenient about the spelling of public members; private ones are canonical.
    private static void TakeNormalForm(JsonObject jwk, Jwk key)
    {
        if (key.KeyType != "oct")
        {
            JsonObject normal = JsonNode.Parse(key.ToJson())!.AsObject();
            foreach (string name in (string[])["n", "e", "x", "y", "pub"])
            {
                if (normal.ContainsKey(name))
                {
                    jwk[name] = (string)normal[name]!;
                }
            }
        }
    }

    private static Jwk Judge(JsonObject jwk)
    {
        try
        {
            return Jwk.Parse(Encoding.UTF8.GetBytes(jwk.ToJsonString()));
        }
        catch (InvalidOperationException)
        {
            // A text with a lone surrogate cannot be written again.
            throw Refused("it is not one strict JSON object.");
        }
    }

    private static JwtAlgorithm ChooseAlgorithm(JsonObject jwk, Jwk key, JwtAlgorithm? asked)
    {
        if (asked is JwtAlgorithm wanted && key.Algorithm is JwtAlgorithm own && wanted != own && !(IsEd25519(wanted) && IsEd25519(own)))
        {
            throw Refused($"its alg is {own.ToName()}, not {wanted.ToName()}.");
        }

        return asked ?? key.Algorithm ?? key.KeyType switch { "EC" => PrivateKeys.AlgorithmOf(Text(jwk, "crv")), "OKP" => JwtAlgorithm.EdDSA, _ => null }
            ?? throw new AlgorithmNeededException("JWK", "it names no alg, and several fit");
    }

    private static bool IsEd25519(JwtAlgorithm algorithm) => algorithm is JwtAlgorithm.EdDSA or JwtAlgorithm.Ed25519;

    private static RSA ReadRsa(JsonObject jwk)
    {
        // The platform wants every number at its full length, a JWK has them without leading zeros (RFC 7518 section 2).
        byte[] modulus = Bytes(jwk, "n").AsSpan().TrimStart((byte)0).ToArray();
        int half = (modulus.Length + 1) / 2;
        RSAParameters parameters = new()
        {
            Modulus = modulus,
            Exponent = Bytes(jwk, "e").AsSpan().TrimStart((byte)0).ToArray(),
            D = Number(jwk, "d", modulus.Length),
            P = Number(jwk, "p", half),
            Q = Number(jwk, "q", half),
            DP = Number(jwk, "dp", half),
            DQ = Number(jwk, "dq", half),
            InverseQ = Number(jwk, "qi", half),
        };
        return PrivateKeys.Import(() => RSA.Create(parameters)) ?? throw Refused(PrivateKeys.NotOneKey);
    }

    private static ECDsa ReadEc(JsonObject jwk)
    {
        ECParameters parameters = new()
        {
            Curve = PrivateKeys.CurveOf(Text(jwk, "crv")),
            Q = new ECPoint { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") },
            D = Bytes(jwk, "d"),
        };

        // RFC 7518 section 6.2.2.1: full length.
        if (parameters.D.Length != parameters.Q.X.Length)
        {
            throw Refused("d is not as long as the curve requires.");
        }

        return PrivateKeys.Import(() => ECDsa.Create(parameters)) ?? throw Refused(PrivateKeys.NotOneKey);
    }

    // RFC 8037 section 2. The public key is the seed's: with another x, a signature could give the seed away.
    private static TestEd25519 ReadEd25519(JsonObject jwk)
    {
        byte[] seed = Bytes(jwk, "d");
        TestEd25519 key = seed.Length == TestEd25519.KeySize ? new TestEd25519(seed) : throw Refused($"d has {seed.Length} bytes; an Ed25519 key has {TestEd25519.KeySize}.");
        return key.PublicKey.SequenceEqual(Bytes(jwk, "x")) ? key : throw Refused(PrivateKeys.NotOneKey);
    }

    // RFC 9964 section 3: priv is the seed.
    private static MLDsaSigningKey ReadMLDsa(JsonObject jwk, JwtAlgorithm algorithm)
    {
        byte[] seed = Bytes(jwk, "priv");
        MLDsaSigningKey key = PrivateKeys.Import(() => MLDsaSigningKey.FromSeed(algorithm, seed)) ?? throw Refused($"priv has {seed.Length} bytes; the seed of an ML-DSA key has 32.");
        return (string)key.PublicMembers()["pub"]! == Text(jwk, "pub") ? key : throw Refused(PrivateKeys.NotOneKey);
    }

    private static byte[] Number(JsonObject jwk, string name, int length)
    {
        ReadOnlySpan<byte> value = Bytes(jwk, name).AsSpan().TrimStart((byte)0);
        byte[] number = value.Length <= length ? new byte[length] : throw Refused($"{name} is larger than the modulus allows.");
        value.CopyTo(number.AsSpan(length - value.Length));
        return number;
    }

    private static byte[] Bytes(JsonObject jwk, string name)
    {
        string text = Text(jwk, name);
        byte[] bytes = new byte[(text.Length / 4 * 3) + (text.Length % 4 * 3 / 4)];

        // The decoder alone takes white space and padding; the exact length proves that there was none.
        return text.Length > 0 && text.Length % 4 != 1
            && Base64Url.DecodeFromChars(text, bytes, out int consumed, out int written) == OperationStatus.Done
            && consumed == text.Length && written == bytes.Length
            ? bytes
            : throw Refused($"{name} is empty or not canonical base64url.");
    }

    private static string Text(JsonObject jwk, string name)
    {
        JsonNode value = jwk[name] ?? throw Refused($"{name} is missing: signing takes the whole private key.");
        try
        {
            return value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Refused($"{name} is not a string.");
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate.
            throw Refused($"{name} is not a string.");
        }
    }

    private static FormatException Refused(string reason) => PrivateKeys.Refused("JWK", reason);
}
