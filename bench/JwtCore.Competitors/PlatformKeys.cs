using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace JwtCore.Competitors;

/// <summary>A JWK as the platform's key object, for the libraries that take nothing else.</summary>
internal static class PlatformKeys
{
    public static object Read(Setup setup)
    {
        using JsonDocument jwk = JsonDocument.Parse(setup.Jwk);
        return setup.Algorithm[..2] switch
        {
            "HS" => Bytes(jwk, "k"),
            "ES" => ECDsa.Create(new ECParameters
            {
                Curve = setup.Algorithm switch
                {
                    "ES256" => ECCurve.NamedCurves.nistP256,
                    "ES384" => ECCurve.NamedCurves.nistP384,
                    _ => ECCurve.NamedCurves.nistP521,
                },
                Q = new ECPoint { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") },
            }),
            _ => RSA.Create(new RSAParameters { Modulus = Bytes(jwk, "n"), Exponent = Bytes(jwk, "e") }),
        };
    }

    private static byte[] Bytes(JsonDocument jwk, string name) => Base64Url.DecodeFromChars(jwk.RootElement.GetProperty(name).GetString());
}
