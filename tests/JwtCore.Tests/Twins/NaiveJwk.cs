using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using JwtCore.Keys;

namespace JwtCore.Tests.Twins;

/// <summary>
/// Whether a JWK can verify, by the letter of RFC 7517 and RFC 7518 with whole numbers and the curves' equations. It shares
/// with the core the list of what is a public key in disguise, and nothing else.
/// </summary>
internal static class NaiveJwk
{
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

    private static readonly int[] FingerprintPrimes = [.. Enumerable.Range(3, 165).Where(n => Enumerable.Range(2, n - 2).All(divisor => n % divisor != 0))];

    // FIPS 186-4, appendix D.1.2: p and b; a is -3.
    private static readonly Dictionary<string, (BigInteger P, BigInteger B)> Curves = new()
    {
        ["P-256"] = (Hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"), Hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b")),
        ["P-384"] = (
            Hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"),
            Hex("b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef")),
        ["P-521"] = (
            BigInteger.Pow(2, 521) - 1,
            Hex("0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00")),
    };

    // FIPS 204 table 2.
    private static readonly Dictionary<string, int> MLDsaSizes = new() { ["ML-DSA-44"] = 1312, ["ML-DSA-65"] = 1952, ["ML-DSA-87"] = 2592 };

    public static bool CanVerify(byte[] json, bool publicOnly, string use) =>
        NaiveJson.ParseObject(json) is JsonElement jwk
        && Text(jwk, "kty") is string keyType
        && !(publicOnly && (keyType == "oct" || PrivateMembers.Any(name => IsSet(jwk, name))))
        && !IsSet(jwk, "oth")
        && (!jwk.Has("issuer") || jwk.IsString("issuer"))
        && (!IsSet(jwk, "kid") || jwk.IsString("kid"))
        && (!IsSet(jwk, "use") || Text(jwk, "use") == use)
        && (!IsSet(jwk, "key_ops") || AllowsVerify(jwk.GetProperty("key_ops")))
        && Algorithms(jwk, keyType) is { Length: > 0 } fitting
        && (!IsSet(jwk, "alg") || fitting.Contains(Text(jwk, "alg")));

    // Null, and an empty array where an array belongs, are how serializers write what is not set.
    private static bool IsSet(JsonElement jwk, string name) => jwk.Has(name)
        && jwk.GetProperty(name).GetRawText() != "null"
        && !(name is "key_ops" or "oth" && jwk.GetProperty(name) is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() == 0);

    private static bool AllowsVerify(JsonElement operations)
    {
        if (operations.ValueKind != JsonValueKind.Array || operations.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        string[] names = [.. operations.EnumerateArray().Select(item => item.GetString()!)];
        return names.Contains("verify") && names.Distinct().Count() == names.Length;
    }

    // Those that the key would do for; none when it is no key.
    private static string[] Algorithms(JsonElement jwk, string keyType) => keyType switch
    {
        "RSA" => IsRsaKey(PublicBytes(jwk, "n"), PublicBytes(jwk, "e")) ? ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] : [],
        "EC" => Text(jwk, "crv") is string curve && IsOnCurve(curve, PublicBytes(jwk, "x"), PublicBytes(jwk, "y"))
            ? [curve switch { "P-256" => "ES256", "P-384" => "ES384", _ => "ES512" }]
            : [],
        "oct" => Bytes(jwk, "k") is byte[] secret && SecretCheck.Refuse(secret) is null
            ? [.. new[] { (32, "HS256"), (48, "HS384"), (64, "HS512") }.Where(row => secret.Length >= row.Item1).Select(row => row.Item2)]
            : [],
        "OKP" => Text(jwk, "crv") == "Ed25519" && PublicBytes(jwk, "x") is { Length: 32 } point && NaiveEd25519.DecodeKey(point) is not null ? ["EdDSA", "Ed25519"] : [],
        "AKP" => Text(jwk, "alg") is string name && MLDsaSizes.TryGetValue(name, out int size) && PublicBytes(jwk, "pub")?.Length == size && MLDsa.IsSupported ? [name] : [],
        _ => [],
    };

    private static bool IsRsaKey(byte[]? modulus, byte[]? exponent)
    {
        if (modulus is null || exponent is null)
        {
            return false;
        }

        BigInteger n = Unsigned(modulus);
        BigInteger e = Unsigned(exponent);
        return n >= BigInteger.Pow(2, 2047) && n < BigInteger.Pow(2, 8192) && !n.IsEven
            && e >= 3 && e < BigInteger.Pow(2, n < BigInteger.Pow(2, 4096) ? 33 : 32) && !e.IsEven
            && !FingerprintPrimes.All(prime => Powers(prime).Contains((int)(n % prime)))
            && IsTakenByPlatform(n, e);
    }

    // Of 65537, modulo a prime.
    private static HashSet<int> Powers(int prime)
    {
        HashSet<int> powers = [];
        for (int power = 1; powers.Add(power);)
        {
            power = power * 65537 % prime;
        }

        return powers;
    }

    private static bool IsTakenByPlatform(BigInteger n, BigInteger e)
    {
        try
        {
            using RSA rsa = RSA.Create(new RSAParameters { Modulus = n.ToByteArray(isUnsigned: true, isBigEndian: true), Exponent = e.ToByteArray(isUnsigned: true, isBigEndian: true) });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsOnCurve(string name, byte[]? xBytes, byte[]? yBytes)
    {
        if (!Curves.TryGetValue(name, out (BigInteger P, BigInteger B) curve) || xBytes is null || yBytes is null)
        {
            return false;
        }

        BigInteger x = Unsigned(xBytes);
        BigInteger y = Unsigned(yBytes);
        return x < curve.P && y < curve.P && ((y * y) - (((x * x) - 3) * x) - curve.B) % curve.P == 0;
    }

    private static string? Text(JsonElement jwk, string name) => jwk.IsString(name) ? jwk.GetProperty(name).GetString() : null;

    private static byte[]? Bytes(JsonElement jwk, string name) => Text(jwk, name) is { Length: > 0 } text ? NaiveSegments.Decode(text) : null;

    // Padded or not, in either alphabet, but not in both.
    private static byte[]? PublicBytes(JsonElement jwk, string name)
    {
        string text = Text(jwk, name) ?? "";
        string bare = text.Length % 4 > 0 ? text : text.EndsWith("==", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('=') ? text[..^1] : text;
        bool isMixed = bare.Any(c => c is '-' or '_') && bare.Any(c => c is '+' or '/');
        return bare.Length == 0 || isMixed ? null : NaiveSegments.Decode(bare.Replace('+', '-').Replace('/', '_'));
    }

    private static BigInteger Unsigned(byte[] bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    private static BigInteger Hex(string digits) => Unsigned(Convert.FromHexString(digits));
}
