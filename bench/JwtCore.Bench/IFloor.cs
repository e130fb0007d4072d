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
    public bool Verify();

    public static IFloor Make(TestKeyPair pair, byte[] token)
    {
        int end = token.AsSpan().LastIndexOf((byte)'.');
        byte[] input = token[..end];
        byte[] signature = Base64Url.DecodeFromUtf8(token.AsSpan(end + 1));
        JsonObject jwk = pair.ToJwk();
        return pair.Algorithm switch
        {
            JwtAlgorithm.HS256 => new HmacFloor(Read(jwk, "k"), input, signature),
            JwtAlgorithm.RS256 => new RsaFloor(Read(jwk, "n"), Read(jwk, "e"), input, signature),
            JwtAlgorithm.ES256 => new EcdsaFloor(Read(jwk, "x"), Read(jwk, "y"), input, signature),
            _ => throw new NotSupportedException($"There is no floor for {pair.Algorithm}."),
        };
    }

    private static byte[] Read(JsonObject jwk, string name) => Base64Url.DecodeFromChars((string)jwk[name]!);

    private sealed class HmacFloor(byte[] secret, byte[] input, byte[] signature) : IFloor
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);

        public bool Verify()
        {
            Span<byte> mac = stackalloc byte[32];
            _hash.AppendData(input);
            _hash.GetHashAndReset(mac);
            return CryptographicOperations.FixedTimeEquals(mac, signature);
        }
    }

    private sealed class RsaFloor(byte[] modulus, byte[] exponent, byte[] input, byte[] signature) : IFloor
    {
        private readonly RSA _rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });

        public bool Verify()
        {
            Span<byte> hash = stackalloc byte[32];
            SHA256.HashData(input, hash);
            return _rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private sealed class EcdsaFloor : IFloor
    {
        private readonly ECDsa _ecdsa;
        private readonly byte[] _input;
        private readonly byte[] _der;

        public EcdsaFloor(byte[] x, byte[] y, byte[] input, byte[] signature)
        {
            ECParameters parameters = new() { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };
            _ecdsa = OperatingSystem.IsLinux() ? new ECDsaOpenSsl() : ECDsa.Create();
            _ecdsa.ImportParameters(parameters);
            _input = input;
            AsnWriter der = new(AsnEncodingRules.DER);
            using (der.PushSequence())
            {
                der.WriteInteger(new BigInteger(signature.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
                der.WriteInteger(new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true));
            }

            _der = der.Encode();
        }

        public bool Verify()
        {
            Span<byte> hash = stackalloc byte[32];
            SHA256.HashData(_input, hash);
            return _ecdsa.VerifyHash(hash, _der, DSASignatureFormat.Rfc3279DerSequence);
        }
    }
}
