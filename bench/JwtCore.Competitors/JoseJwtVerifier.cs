using System.Text.Json;
using Jose;

namespace JwtCore.Competitors;

/// <summary>jose-jwt, which verifies the signature; the claims are its caller's to check.</summary>
internal sealed class JoseJwtVerifier(Setup setup) : Verifier
{
    private readonly object _key = PlatformKeys.Read(setup);
    private readonly JwsAlgorithm _algorithm = Enum.Parse<JwsAlgorithm>(setup.Algorithm);

    public override string Library => "jose-jwt";

    public override string Name => "DecodeBytes, claims checked by the caller";

    public override bool Accepts(string token)
    {
        try
        {
            return ClaimChecks.Pass(Jose.JWT.DecodeBytes(token, _key, _algorithm), setup);
        }
        catch (Exception error) when (error is JoseException or ArgumentException or FormatException or JsonException or IndexOutOfRangeException)
        {
            // What it throws for a bad token: its own errors, and those of the platform's readers.
            return false;
        }
    }
}
