using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>RSASSA-PKCS1-v1_5 (RFC 7518 section 3.3).</summary>
internal sealed class RsaPkcs1Algorithm(JwtAlgorithm id, HashFunction hash) : RsaAlgorithm(id, hash, RSASignaturePadding.Pkcs1);
