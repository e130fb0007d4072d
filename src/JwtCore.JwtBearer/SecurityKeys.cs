using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer;

/// <summary>Reads Microsoft's key objects. Public parts are copied; private parts are never asked for.</summary>
internal static class SecurityKeys
{
    /// <summary>Reads them, once: a list that is made anew at each reading is read when the host starts or the options change.</summary>
    /// <param name="keys">The keys, at least one.</param>
    /// <param name="checksCertificates">Whether the dates of certificates are to be checked.</param>
    /// <exception cref="ArgumentException">A key is refused.</exception>
    public static Jwk[] Read(IReadOnlyList<SecurityKey> keys, bool checksCertificates)
    {
        if (checksCertificates && keys.Any(key => key is X509SecurityKey))
        {
            throw new ArgumentException("TokenValidationParameters.ValidateIssuerSigningKey is true and a key is a certificate, whose dates JwtCore does not check. Set it to false, or give the key of the certificate.");
        }

        return [.. keys.Select(key => Read(key, keys.Count == 1))];
    }

    private static Jwk Read(SecurityKey key, bool isOnItsOwn)
    {
        try
        {
            return key switch
            {
                SymmetricSecurityKey secret => ReadSecret(secret),
                X509SecurityKey certificate => Jwk.FromCertificate(certificate.Certificate, KeyIdOf(certificate, isOnItsOwn)),
                RsaSecurityKey { Rsa: RSA rsa } => Jwk.FromRsa(rsa, key.KeyId),
                RsaSecurityKey rsa => ReadRsa(rsa),
                ECDsaSecurityKey ec => Jwk.FromECDsa(ec.ECDsa, key.KeyId),
                JsonWebKey jwk => ReadJwk(jwk),
                _ => throw new ArgumentException($"{key.GetType()} is no key that JwtCore reads. Give a SymmetricSecurityKey, RsaSecurityKey, ECDsaSecurityKey, X509SecurityKey or JsonWebKey."),
            };
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException)
        {
            // The message quotes nothing of the key.
            throw new ArgumentException($"TokenValidationParameters.IssuerSigningKey or IssuerSigningKeys: {refused.Message}", refused);
        }
    }

    // The key ID that the class gives by itself is the certificate's thumbprint, which few tokens have. A certificate on its own
    // then stands for every token, as there.
    private static string? KeyIdOf(X509SecurityKey key, bool isOnItsOwn) => isOnItsOwn && key.KeyId == key.Certificate.Thumbprint ? null : key.KeyId;

    private static Jwk ReadRsa(RsaSecurityKey key)
    {
        using RSA rsa = RSA.Create(new RSAParameters { Modulus = key.Parameters.Modulus, Exponent = key.Parameters.Exponent });
        return Jwk.FromRsa(rsa, key.KeyId);
    }

    // As a JWK without alg the secret serves each HMAC algorithm that it is long enough for.
    private static Jwk ReadSecret(SymmetricSecurityKey secret) =>
        Write(("kty", "oct"), ("k", Base64Url.EncodeToString(secret.Key)), ("kid", secret.KeyId));

    private static Jwk ReadJwk(JsonWebKey key) => Write(
        ("kty", key.Kty), ("k", key.K), ("n", key.N), ("e", key.E), ("crv", key.Crv), ("x", key.X), ("y", key.Y), ("pub", key.AdditionalData.TryGetValue("pub", out object? pub) ? pub?.ToString() : null), ("kid", key.Kid), ("alg", key.Alg), ("use", key.Use));

    private static Jwk Write(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            writer.WriteStartObject();
            foreach ((string name, string? value) in members)
            {
                if (!string.IsNullOrEmpty(value))
                {
                    writer.WriteString(name, value);
                }
            }

            writer.WriteEndObject();
        }

        return Jwk.Parse(text.GetBuffer().AsSpan(0, (int)text.Length));
    }
}
