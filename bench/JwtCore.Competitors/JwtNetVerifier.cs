using System.Security.Cryptography;
using System.Text;
using JWT;
using JWT.Algorithms;
using JWT.Exceptions;
using JWT.Serializers;

namespace JwtCore.Competitors;

/// <summary>JWT (Jwt.Net), which checks the signature, <c>exp</c> and <c>nbf</c>; the other claims are its caller's to check.</summary>
internal sealed class JwtNetVerifier : Verifier
{
    private readonly Setup _setup;
    private readonly JwtDecoder _decoder;
    private readonly byte[][] _secrets;

    public JwtNetVerifier(Setup setup)
    {
        object key = PlatformKeys.Read(setup);
        JsonNetSerializer serializer = new();
        JwtValidator validator = new(serializer, new UtcDateTimeProvider(), (int)Setup.ClockSkew.TotalSeconds);
        _setup = setup;

        // It asks for a secret with public keys too, and uses it for nothing then.
        _secrets = [key as byte[] ?? [0]];
        _decoder = new JwtDecoder(serializer, validator, new JwtBase64UrlEncoder(), setup.Algorithm switch
        {
            "HS256" => new HMACSHA256Algorithm(),
            "HS384" => new HMACSHA384Algorithm(),
            "HS512" => new HMACSHA512Algorithm(),
            "RS256" => new RS256Algorithm((RSA)key),
            _ => throw new NotSupportedException(setup.Algorithm),
        });
    }

    public override string Library => "JWT";

    public override string Name => "Decode, issuer and audience checked by the caller";

    /// <summary>Whether the library has the algorithm.</summary>
    public static bool Has(Setup setup) => setup.IsOf("HS") || setup.Algorithm == "RS256";

    public override bool Accepts(string token)
    {
        try
        {
            return ClaimChecks.Pass(Encoding.UTF8.GetBytes(_decoder.Decode(new JwtParts(token), _secrets, verify: true)), _setup);
        }
        catch (Exception error) when (error is SignatureVerificationException or InvalidTokenPartsException or ArgumentException or FormatException or Newtonsoft.Json.JsonException or System.Text.Json.JsonException)
        {
            // What it throws for a bad token: its own errors, and those of the readers it uses.
            return false;
        }
    }
}
