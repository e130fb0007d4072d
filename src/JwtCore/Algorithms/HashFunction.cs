using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>SHA-256, SHA-384 and SHA-512 (FIPS 180-4), hashing without allocation.</summary>
internal sealed class HashFunction
{
    public const int LargestSize = 64;

    public static readonly HashFunction Sha256 = new(HashAlgorithmName.SHA256, 32, SHA256.HashData, HMACSHA256.HashData);
    public static readonly HashFunction Sha384 = new(HashAlgorithmName.SHA384, 48, SHA384.HashData, HMACSHA384.HashData);
    public static readonly HashFunction Sha512 = new(HashAlgorithmName.SHA512, 64, SHA512.HashData, HMACSHA512.HashData);

    private readonly HashData _hash;
    private readonly MacData _mac;

    private HashFunction(HashAlgorithmName name, int size, HashData hash, MacData mac)
    {
        Name = name;
        Size = size;
        _hash = hash;
        _mac = mac;
    }

    private delegate int HashData(ReadOnlySpan<byte> source, Span<byte> destination);

    private delegate int MacData(ReadOnlySpan<byte> key, ReadOnlySpan<byte> source, Span<byte> destination);

    public HashAlgorithmName Name { get; }

    /// <summary>The length of a hash in bytes.</summary>
    public int Size { get; }

    /// <summary>The length of a block in bytes (FIPS 180-4 section 1).</summary>
    public int BlockSize => Size == 32 ? 64 : 128;

    /// <summary>Hashes into the start of a span of at least <see cref="Size"/> bytes and returns that part.</summary>
    public ReadOnlySpan<byte> Hash(scoped ReadOnlySpan<byte> source, Span<byte> destination) =>
        destination[.._hash(source, destination)];

    /// <summary>The HMAC (RFC 2104) in one shot, into the start of a span of at least <see cref="Size"/> bytes.</summary>
    public ReadOnlySpan<byte> Mac(scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> source, Span<byte> destination) =>
        destination[.._mac(key, source, destination)];
}
