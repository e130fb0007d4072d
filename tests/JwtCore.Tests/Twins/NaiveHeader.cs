using System.Text.Json;

namespace JwtCore.Tests.Twins;

/// <summary>What a header may not say, one condition after the other.</summary>
internal static class NaiveHeader
{
    public static VerifyError Read(string segment, IEnumerable<JwtAlgorithm> allowed, Limits limits, out JsonElement header)
    {
        header = default;
        if (segment.Length > limits.HeaderBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        if (NaiveSegments.Decode(segment) is not byte[] json || NaiveJson.ParseObject(json, limits.JsonDepth) is not JsonElement read)
        {
            return VerifyError.HeaderMalformed;
        }

        header = read;
        if (!header.IsString("alg") || (header.Has("kid") && !header.IsString("kid")) || (header.Has("typ") && !header.IsString("typ")))
        {
            return VerifyError.HeaderMalformed;
        }

        return !allowed.Any(algorithm => algorithm.ToName() == read.GetProperty("alg").GetString()) ? VerifyError.AlgorithmNotAllowed
            : header.Has("crit") ? VerifyError.CriticalHeaderNotSupported
            : header.Has("b64") && header.GetProperty("b64").ValueKind != JsonValueKind.True ? VerifyError.UnencodedPayloadNotSupported
            : header.Has("zip") ? VerifyError.CompressedPayloadNotSupported
            : VerifyError.None;
    }

    public static bool Has(this JsonElement value, string name) => value.TryGetProperty(name, out _);

    public static bool IsString(this JsonElement value, string name) =>
        value.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String;
}
