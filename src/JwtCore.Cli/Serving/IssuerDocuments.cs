using JwtCore.Testing;

namespace JwtCore.Cli;

/// <summary>What the issuer publishes.</summary>
internal static class IssuerDocuments
{
    /// <summary>The metadata, one document for OpenID Connect Discovery 1.0 section 3 and RFC 8414 section 2.</summary>
    public static ServerAnswer Metadata(LocalIssuer issuer) => ServerAnswer.OfJson(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("issuer", issuer.Address);
        writer.WriteString("jwks_uri", issuer.Address + ServeRoutes.KeySet);
        writer.WriteString("token_endpoint", issuer.Address + ServeRoutes.Token);
        SafeJson.WriteTexts(writer, "token_endpoint_auth_methods_supported", "client_secret_basic", "client_secret_post");
        SafeJson.WriteTexts(writer, "grant_types_supported", "client_credentials");

        // Required members. There is no authorization endpoint and no ID token.
        SafeJson.WriteTexts(writer, "response_types_supported", "none");
        SafeJson.WriteTexts(writer, "subject_types_supported", "public");
        SafeJson.WriteTexts(writer, "id_token_signing_alg_values_supported", issuer.Algorithm.ToName());
        writer.WriteEndObject();
    });

    /// <summary>The public keys (RFC 7517 section 5), the one that signs first.</summary>
    public static ServerAnswer KeySet(LocalIssuer issuer)
    {
        ServerAnswer set = ServerAnswer.OfJson(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            foreach (TestKeyPair pair in issuer.Keys)
            {
                pair.ToJwk().WriteTo(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return set with { ContentType = "application/jwk-set+json" };
    }
}
