using System.Text;
using System.Text.Json;

namespace JwtCore.Tests.Vectors;

/// <summary>Reads the examples of the RFCs and of the JOSE cookbook (RFC 7520).</summary>
internal static class RfcFile
{
    /// <summary>The date in the claims of RFC 7515 appendix A.1 and of RFC 7520 section 6: they expire then.</summary>
    public const long Expiration = 1_300_819_380;

    public static JsonElement Read(string name) => VectorFile.Json($"rfc/{name}.json");

    /// <summary>The key of a vector. Private members are ignored.</summary>
    public static Jwk Key(JsonElement jwk) => Jwk.Parse(Json(jwk));

    public static byte[] Json(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());

    /// <summary>A value at a path of member names.</summary>
    public static JsonElement At(this JsonElement element, params string[] path) => path.Aggregate(element, (inner, name) => inner.GetProperty(name));

    /// <summary>A policy that leaves everything but the signature and the times open.</summary>
    public static VerificationPolicy Policy(KeySource keys, Expected issuer) => new()
    {
        Issuer = issuer,
        Audience = Expected.Any,
        Algorithms = Enum.GetValues<JwtAlgorithm>(),
        Keys = keys,
        ClockSkew = TimeSpan.Zero,
    };
}
