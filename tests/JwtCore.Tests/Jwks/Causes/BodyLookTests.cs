using System.Text;
using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

public class BodyLookTests
{
    [Theory]
    [InlineData("", FetchedBody.Empty), InlineData(" \r\n\t", FetchedBody.Empty)]
    [InlineData("<!doctype html><title>Sign in</title>", FetchedBody.Html), InlineData("\n <?xml version='1.0'?>", FetchedBody.Html)]
    [InlineData("\ufeff{\"keys\":[]}", FetchedBody.KeySet), InlineData("\ufeff", FetchedBody.Empty), InlineData("\ufeff <html>", FetchedBody.Html), InlineData("\ufeff\ufeff{}", FetchedBody.Text)]
    [InlineData("""[{"kty":"RSA"}]""", FetchedBody.JsonArray), InlineData("[", FetchedBody.JsonArray)]
    [InlineData("""{"issuer":"a"}""", FetchedBody.Metadata), InlineData("""{"x":1,"jwks_uri":"a"}""", FetchedBody.Metadata), InlineData("""{"issuer":"a","jwks_uri":"a","keys":[]}""", FetchedBody.KeySet)]
    [InlineData("""{"keys":{}}""", FetchedBody.KeySet), InlineData("""{"x":{"kty":"EC"},"keys":[],"kty":"EC"}""", FetchedBody.KeySet)]
    [InlineData("""{"kty":"EC"}""", FetchedBody.SingleKey), InlineData("""{"x":"1","kty":null}""", FetchedBody.SingleKey)]
    [InlineData("""{"a":"-----BEGIN CERTIFICATE-----\nMII","b":"-----BEGIN CERTIFICATE-----"}""", FetchedBody.CertificateMap)]
    [InlineData("""{"a":"-----BEGIN CERTIFICATE-----","b":1}""", FetchedBody.JsonObject), InlineData("{}", FetchedBody.JsonObject), InlineData("""{"error":"not found"}""", FetchedBody.JsonObject)]
    [InlineData("{", FetchedBody.Text), InlineData("{x}", FetchedBody.Text), InlineData("error code: 1010", FetchedBody.Text), InlineData("\"{}\"", FetchedBody.Text), InlineData("7", FetchedBody.Text)]
    public void A_body_is_called_what_it_looks_like(string body, FetchedBody expected) => Assert.Equal(expected, BodyLook.Of(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("FFFE7B00", FetchedBody.ByteOrderMark), InlineData("FEFF007B", FetchedBody.ByteOrderMark), InlineData("FFFE", FetchedBody.ByteOrderMark)]
    [InlineData("FF", FetchedBody.Text), InlineData("FE7B", FetchedBody.Text), InlineData("20FFFE", FetchedBody.Text)]
    public void A_body_in_UTF_16_is_known_by_its_mark(string body, FetchedBody expected) => Assert.Equal(expected, BodyLook.Of(Convert.FromHexString(body)));

    [Fact]
    public void Hostile_bodies_throw_nothing()
    {
        Random random = new(5);
        byte[] body = new byte[64];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(body);
            body[0] = (byte)'{';
            BodyLook.Of(body.AsSpan(0, random.Next(body.Length)));
        }

        BodyLook.Of(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000))));
        BodyLook.Of("{\"\\ud800\":1}"u8);
        BodyLook.Of("{\"a\":\"\\ud800\"}"u8);
    }
}
