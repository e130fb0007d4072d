using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Oracles;

/// <summary>Holds claims that come without a token against their naive twin.</summary>
internal static class UnsignedClaimsCheck
{
    // A copy of the claims and of what was unescaped, and the object itself.
    private const long Fixed = 4_096;

    public static void Run(byte[] json)
    {
        Reader reader = new(json);
        Guard.Run("claims from JSON", reader, static reader => reader.Read(), mostBytes: Fixed + (8L * json.Length));
        string? found = reader.Claims is null ? null : NaiveClaims.Text(reader.Claims);
        Guard.Require(found == NaiveClaims.Read(json), $"claims from JSON are {found ?? "refused"}");
    }

    private sealed class Reader(byte[] json)
    {
        public TokenClaims? Claims { get; private set; }

        public void Read()
        {
            Claims = TokenClaims.TryFromJson(json, out TokenClaims? claims) ? claims : null;
        }
    }
}
