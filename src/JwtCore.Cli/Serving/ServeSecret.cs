using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace JwtCore.Cli;

/// <summary>A secret of 192 random bits, which exists in memory and where it is printed.</summary>
internal sealed class ServeSecret
{
    /// <summary>The secret, 32 characters of base64url.</summary>
    public string Text { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    /// <summary>Compares in time that depends on neither text.</summary>
    public bool Is(string? text) => text is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}
