using System.Security.Cryptography;
using System.Text;
using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Damages;

/// <summary>RSA signatures over wrongly encoded messages: other salts (RFC 8017 section 9.1) and other digests (section 9.2).</summary>
internal static class PaddingDamage
{
    private const int HashLength = 32;

    private static readonly int[] Salts = [0, 1, 20, 31, 33, 48, 64, 222];

    private static readonly byte[] DigestInfo = Convert.FromHexString("3031300D060960864801650304020105000420");
    private static readonly byte[] WithoutNull = Convert.FromHexString("302F300B0609608648016503040201" + "0420");
    private static readonly byte[] LongLength = Convert.FromHexString("308131300D060960864801650304020105000420");
    private static readonly byte[] Sha384Info = Convert.FromHexString("3041300D060960864801650304020205000430");

    /// <summary>One token of each kind, in fixed order. Takes seconds: what platforms refuse to sign is computed here.</summary>
    public static Signed[] Make(Random random) =>
    [
        .. Salts.SelectMany(salt => (Signed[])[Pss(salt, "ps", random), Pss(salt, "free", random)]),
        .. ((byte[][])[WithoutNull, LongLength, Sha384Info, []]).SelectMany(info => (Signed[])[Pkcs1(info, 0, "rs", random), Pkcs1(info, 0, "free", random)]),
        Pkcs1(DigestInfo, 8, "rs", random),
        Pkcs1(DigestInfo, 150, "rs", random),
        Pkcs1(DigestInfo, 150, "free", random),
    ];

    private static Signed Pss(int saltLength, string keyId, Random random)
    {
        Signed token = new Draft(Setting.Default, KeyRing.Named(keyId), "PS256", random).Sign(["PSS with another salt"]);
        byte[] salt = new byte[saltLength];
        random.NextBytes(salt);
        byte[] hash = SHA256.HashData([.. new byte[8], .. HashOf(token), .. salt]);
        int size = token.Key.Modulus.Length;
        byte[] block = new byte[size - HashLength - 1];
        block[^(saltLength + 1)] = 1;
        salt.CopyTo(block, block.Length - saltLength);
        byte[] mask = Mask(hash, block.Length);
        for (int i = 0; i < block.Length; i++)
        {
            block[i] ^= mask[i];
        }

        block[0] &= 0x7F;
        token.Signature = token.Key.SignEncoded([.. block, .. hash, 0xBC]);
        return token;
    }

    // The junk stands behind the digest and shortens the padding before it, or the padding is as long as it must be.
    private static Signed Pkcs1(byte[] info, int junk, string keyId, Random random)
    {
        Signed token = new Draft(Setting.Default, KeyRing.Named(keyId), "RS256", random).Sign(["PKCS #1 with another encoding"]);
        byte[] digest = info == Sha384Info ? SHA384.HashData(Input(token)) : HashOf(token);
        byte[] end = [0, .. info, .. digest, .. new byte[junk]];
        byte[] padding = new byte[token.Key.Modulus.Length - 2 - end.Length];
        padding.AsSpan().Fill(0xFF);
        token.Signature = token.Key.SignEncoded([0, 1, .. padding, .. end]);
        return token;
    }

    // MGF1 (RFC 8017 appendix B.2.1).
    private static byte[] Mask(byte[] seed, int length) =>
        [.. Enumerable.Range(0, (length / HashLength) + 1).SelectMany(i => SHA256.HashData([.. seed, 0, 0, (byte)(i >> 8), (byte)i])).Take(length)];

    private static byte[] HashOf(Signed token) => SHA256.HashData(Input(token));

    private static byte[] Input(Signed token) => Encoding.UTF8.GetBytes($"{token.Header}.{token.Payload}");
}
