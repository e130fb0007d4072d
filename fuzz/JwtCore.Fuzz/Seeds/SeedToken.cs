using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Seeds;

/// <summary>A token taken apart.</summary>
internal sealed record SeedToken(byte[] Header, byte[] Payload, byte[] Signature)
{
    /// <summary>The parts of a token text; null when one of them is no base64url.</summary>
    public static SeedToken? Read(string token) =>
        token.Split('.') is [string header, string payload, string signature]
        && NaiveSegments.Decode(header) is byte[] headerBytes
        && NaiveSegments.Decode(payload) is byte[] payloadBytes
        && NaiveSegments.Decode(signature) is byte[] signatureBytes
            ? new SeedToken(headerBytes, payloadBytes, signatureBytes)
            : null;
}
