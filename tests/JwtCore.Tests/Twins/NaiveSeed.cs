using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace JwtCore.Tests.Twins;

/// <summary>What becomes of a seed, by way of a whole JSON document.</summary>
internal static partial class NaiveSeed
{
    public static SeedOutcome Of(byte[] text, string source, RemoteJwksOptions options, BigInteger nowSeconds)
    {
        byte[] json = text.AsSpan().StartsWith("\ufeff"u8) ? text[3..] : text;
        if (text.Length > options.MaxBytes
            || NaiveJwkSet.Read(json, publicOnly: true, options.Use) is not bool[] entries
            || entries.Length > options.MaxKeys
            || !entries.Contains(true))
        {
            return SeedOutcome.Malformed;
        }

        JsonElement seed = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
        if (!seed.IsString("source") || !seed.Has("read_at") || !Seconds().IsMatch(seed.GetProperty("read_at").GetRawText()))
        {
            return SeedOutcome.Malformed;
        }

        BigInteger readAt = BigInteger.Parse(seed.GetProperty("read_at").GetRawText(), System.Globalization.CultureInfo.InvariantCulture);
        return readAt < 0 || readAt > 253_402_300_799 ? SeedOutcome.Malformed
            : seed.GetProperty("source").GetString() != source ? SeedOutcome.OfAnotherSource
            : readAt > nowSeconds ? SeedOutcome.FromTheFuture
            : nowSeconds - readAt >= (BigInteger)options.TrustedFor.TotalSeconds ? SeedOutcome.TooOld
            : SeedOutcome.Used;
    }

    [GeneratedRegex("""\A-?[0-9]+\z""")]
    private static partial Regex Seconds();
}
