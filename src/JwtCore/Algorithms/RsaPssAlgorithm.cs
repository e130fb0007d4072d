using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>RSASSA-PSS (RFC 7518 section 3.5). The platform's PSS padding fixes the salt to the length of the hash.</summary>
internal sealed class RsaPssAlgorithm(JwtAlgorithm id, HashFunction hash) : RsaAlgorithm(id, hash, RSASignaturePadding.Pss);
