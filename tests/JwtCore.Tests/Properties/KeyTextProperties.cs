using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JwtCore.Jwks;
using JwtCore.Keys;
using JwtCore.Testing;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Properties;

/// <summary>Texts of keys and documents, wrapped and damaged at random, against the naive twins.</summary>
public class KeyTextProperties
{
    private const int Rounds = 6_000;

    private static readonly TestKeyPair[] Pairs = [Tokens.Pair(JwtAlgorithm.ES256), Tokens.Pair(JwtAlgorithm.RS256)];

    [Fact]
    public void A_key_text_is_read_as_by_the_twin_and_never_taken_as_a_secret()
    {
        Random random = new(20261130);
        int taken = 0;
        for (int i = 0; i < Rounds; i++)
        {
            byte[] text = Damaged(Wrapped(random), random);
            Jwk? key = Read(text);
            Jwk? expected = NaiveKeyText.Read(text);
            Assert.True((key is null) == (expected is null) && (key is null || key.SameAs(expected!)), Convert.ToHexString(text));
            Assert.True(key is null || SecretCheck.Refuse(text) is not null, Convert.ToHexString(text));
            taken += key is null ? 0 : 1;
        }

        // Both sides are met.
        Assert.InRange(taken, Rounds / 4, Rounds * 3 / 4);
    }

    [Fact]
    public void A_document_in_the_place_of_a_set_is_called_what_the_twin_calls_it()
    {
        Random random = new(20261130);
        HashSet<FetchedBody> met = [];
        string[] documents =
        [
            """{"issuer":"https://a.example","jwks_uri":"https://a.example/keys"}""", """{"issuer":"a","authorization_endpoint":"b"}""", """{"keys":[{"kty":"RSA"}]}""", """{"kty":"RSA","n":"AQAB"}""",
            """{"1":"-----BEGIN CERTIFICATE-----\nMII","2":"-----BEGIN CERTIFICATE-----"}""", """{"error":"not found"} x""", """{"\ud800":1,"kty":"RSA"}""", "<!doctype html>", "[]", "\ufeff{}", " \r\n", "{}",
        ];
        byte[][] bodies = [.. documents.Select(Encoding.UTF8.GetBytes), Encoding.Unicode.GetBytes("\ufeff{}")];
        for (int i = 0; i < Rounds; i++)
        {
            byte[] body = Damaged(bodies[random.Next(bodies.Length)], random);
            FetchedBody look = BodyLook.Of(body);
            Assert.True(look == NaiveLook.Of(body), $"{look}: {Convert.ToHexString(body)}");
            string sentence = NotAKeySet.Describe(body);
            FetchedBody expected = NaiveLook.InPlaceOfSet(body);
            Assert.True(
                sentence.Contains(expected switch { FetchedBody.Metadata => "issuer metadata", FetchedBody.SingleKey => "single JWK", FetchedBody.CertificateMap => "X.509", _ => "no member keys" }, StringComparison.Ordinal),
                $"{expected}: {Convert.ToHexString(body)}");
            met.Add(look);
        }

        Assert.Equal(Enum.GetValues<FetchedBody>().Length - 1, met.Count);
    }

    private static Jwk? Read(byte[] text)
    {
        try
        {
            return Jwk.FromText(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[] Wrapped(Random random)
    {
        TestKeyPair pair = Pairs[random.Next(Pairs.Length)];
        string pem = pair.ToPublicPem();
        byte[] der = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        byte[] text = random.Next(4) switch
        {
            0 => der,
            1 => Encoding.UTF8.GetBytes(Convert.ToBase64String(der)),
            2 => Encoding.UTF8.GetBytes(pair.ToJwk().ToJsonString()),
            _ => Encoding.UTF8.GetBytes(pem),
        };
        for (int layer = random.Next(5); layer > 0; layer--)
        {
            text = random.Next(8) switch
            {
                0 => [.. "\ufeff"u8, .. text],
                1 => [(byte)'\'', .. text, (byte)'\''],
                2 => [(byte)'"', .. text, (byte)'"'],
                3 => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Encoding.UTF8.GetString(text))),
                4 => Encoding.UTF8.GetBytes(Convert.ToBase64String(text)),
                5 => Encoding.UTF8.GetBytes(Convert.ToBase64String(text).TrimEnd('=').Replace('+', '-').Replace('/', '_')),
                6 => [.. " \r\n"u8, .. text, .. "\n"u8],
                _ => text.Contains((byte)'\n') ? Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(text).Replace("\n", "\\n", StringComparison.Ordinal)) : text,
            };
        }

        return text;
    }

    private static byte[] Damaged(byte[] text, Random random)
    {
        List<byte> damaged = [.. text];
        for (int change = random.Next(4) - 1; change > 0 && damaged.Count > 0; change--)
        {
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
                    damaged.Insert(at, " \n\\\"{}=%-+'"u8[random.Next(11)]);
                    break;
                default:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
            }
        }

        return [.. damaged];
    }
}
