using System.Buffers.Text;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>What verifying the signature of one token costs at least: hash and platform call over the same bytes.</summary>
internal interface IFloor
{
    private const int LargestHash = 64;

    public bool Verify();

    public static IFloor Make(TestKeyPair pair, byte[] token)
    {
        int end = token.AsSpan().LastIndexOf((byte)'.');
        byte[] input = token[..end];
        byte[] signature = Base64Url.DecodeFromUtf8(token.AsSpan(end + 1));
        JsonObject jwk = pair.ToJwk();
        string name = pair.Algorithm.ToString();
        HashAlgorithmName hash = new($"SHA{name[2..]}");
        return name[..2] switch
        {
            "HS" => new HmacFloor(hash, Read(jwk, "k"), input, signature),
            "ES" => new EcdsaFloor(hash, Read(jwk, "x"), Read(jwk, "y"), input, signature),
            "RS" => new RsaFloor(hash, RSASignaturePadding.Pkcs1, Read(jwk, "n"), Read(jwk, "e"), input, signature),
            _ => new RsaFloor(hash, RSASignaturePadding.Pss, Read(jwk, "n"), Read(jwk, "e"), input, signature),
        };
    }

    private static byte[] Read(JsonObject jwk, string name) => Base64Url.DecodeFromChars((string)jwk[name]!);

    // The hashes by their own calls: the one that takes a name is slower.
    private static Span<byte> Hash(HashAlgorithmName name, byte[] input, Span<byte> hash) => name.Name switch
    {
        "SHA256" => hash[..SHA256.HashData(input, hash)],
        "SHA384" => hash[..SHA384.HashData(input, hash)],
        _ => hash[..SHA512.HashData(input, hash)],
    };

    private sealed class HmacFloor(HashAlgorithmName hash, byte[] secret, byte[] input, byte[] signature) : IFloor
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(hash, secret);

        public bool Verify()
        {
            Span<byte> mac = stackalloc byte[LargestHash];
            _hash.AppendData(input);
            return CryptographicOperations.FixedTimeEquals(mac[.._hash.GetHashAndReset(mac)], signature);
        }
    }

    private sealed class RsaFloor(HashAlgorithmName hash, RSASignaturePadding padding, byte[] modulus, byte[] exponent, byte[] input, byte[] signature) : IFloor
    {
        private readonly RSA _rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });

        public bool Verify() => _rsa.VerifyHash(Hash(hash, input, stackalloc byte[LargestHash]), signature, hash, padding);
    }

    private sealed class EcdsaFloor : IFloor
    {
        private readonly ECDsa _ecdsa;
        private readonly HashAlgorithmName _hash;
        private readonly byte[] _input;
        private readonly byte[] _der;

        public EcdsaFloor(HashAlgorithmName hash, byte[] x, byte[] y, byte[] input, byte[] signature)
        {
            ECCurve curve = x.Length switch { 32 => ECCurve.NamedCurves.nistP256, 48 => ECCurve.NamedCurves.nistP384, _ => ECCurve.NamedCurves.nistP521 };
            _ecdsa = OperatingSystem.IsLinux() ? new ECDsaOpenSsl() : ECDsa.Create();
            _ecdsa.ImportParameters(new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } });
            _hash = hash;
            _input = input;
            AsnWriter der = new(AsnEncodingRules.DER);
            using (der.PushSequence())
            {
                der.WriteInteger(new BigInteger(signature.AsSpan(0, signature.Length / 2), isUnsigned: true, isBigEndian: true));
                der.WriteInteger(new BigInteger(signature.AsSpan(signature.Length / 2), isUnsigned: true, isBigEndian: true));
            }

            _der = der.Encode();
        }

        public bool Verify() => _ecdsa.VerifyHash(Hash(_hash, _input, stackalloc byte[LargestHash]), _der, DSASignatureFormat.Rfc3279DerSequence);
    }
}
