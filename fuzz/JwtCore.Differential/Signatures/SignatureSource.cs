using System.Numerics;
using NSec.Cryptography;

namespace JwtCore.Differential.Signatures;

/// <summary>Ed25519 signatures by libsodium, good and damaged, that follow from a seed. Several messages in a row have one key.</summary>
internal sealed class SignatureSource(int seed)
{
    public const string Undamaged = "none";

    private const int MessagesPerKey = 16;
    private const int LongestMessage = 1_200;

    private static readonly BigInteger L = (BigInteger.One << 252) + new BigInteger(Convert.FromHexString("EDD3F55C1A631258D69CF7A2DEF9DE14"), isUnsigned: true);

    private static readonly (string Name, Action<SignatureSource, SignatureCase> Apply)[] Damages =
    [
        ("bit of the key", static (source, item) => source.FlipBit(item.Key)),
        ("bit of the message", static (source, item) => source.FlipBit(item.Message)),
        ("bit of R", static (source, item) => source.FlipBit(item.Signature.AsSpan(0, 32))),
        ("bit of S", static (source, item) => source.FlipBit(item.Signature.AsSpan(32))),
        ("S + L", static (_, item) => Replace(item, s => s + L)),
        ("L - S", static (_, item) => Replace(item, s => L - s)),
        ("S + 1", static (_, item) => Replace(item, s => s + 1)),
        ("random R", static (source, item) => source._draw.NextBytes(item.Signature.AsSpan(0, 32))),
        ("random S", static (source, item) => source._draw.NextBytes(item.Signature.AsSpan(32))),
        ("random key", static (source, item) => source._draw.NextBytes(item.Key)),
        ("R and S exchanged", static (_, item) => item.Signature = [.. item.Signature[32..], .. item.Signature[..32]]),
        ("message shortened", static (_, item) => item.Message = item.Message[..(item.Message.Length / 2)]),
        ("zeros", static (_, item) => item.Signature.AsSpan().Clear()),
    ];

    private readonly Random _draw = new(seed);
    private Key? _key;
    private int _left;

    public static IEnumerable<string> Kinds => Damages.Select(damage => damage.Name).Prepend(Undamaged);

    /// <summary>A good signature, and some with one damage each.</summary>
    public IEnumerable<SignatureCase> Next(int damaged)
    {
        if (_left-- == 0)
        {
            _left = MessagesPerKey - 1;
            _key?.Dispose();
            byte[] secret = new byte[32];
            _draw.NextBytes(secret);
            _key = Key.Import(SignatureAlgorithm.Ed25519, secret, KeyBlobFormat.RawPrivateKey);
        }

        byte[] message = new byte[1 + _draw.Next(LongestMessage)];
        _draw.NextBytes(message);
        byte[] key = _key!.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        byte[] signature = SignatureAlgorithm.Ed25519.Sign(_key, message);
        yield return new SignatureCase(Undamaged, key, message, signature);
        for (int i = 0; i < damaged; i++)
        {
            (string name, Action<SignatureSource, SignatureCase> apply) = Damages[_draw.Next(Damages.Length)];
            SignatureCase item = new(name, [.. key], [.. message], [.. signature]);
            apply(this, item);
            yield return item;
        }
    }

    private static void Replace(SignatureCase item, Func<BigInteger, BigInteger> change)
    {
        BigInteger s = change(new BigInteger(item.Signature.AsSpan(32), isUnsigned: true));
        byte[] bytes = s.ToByteArray(isUnsigned: true);
        item.Signature = [.. item.Signature[..32], .. bytes, .. new byte[32 - bytes.Length]];
    }

    private void FlipBit(Span<byte> bytes) => bytes[_draw.Next(bytes.Length)] ^= (byte)(1 << _draw.Next(8));
}
