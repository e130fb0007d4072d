using System.Text.Json;

namespace JwtCore.AspNetCore;

/// <summary>Writes the metadata of a protected resource as JSON (RFC 9728 section 3.2).</summary>
internal static class ProtectedResourceWriter
{
    // RFC 9728 section 2: all that have a property.
    private static readonly string[] Registered =
    [
        "resource", "authorization_servers", "jwks_uri", "scopes_supported", "bearer_methods_supported", "resource_signing_alg_values_supported",
        "resource_name", "resource_documentation", "resource_policy_uri", "resource_tos_uri", "tls_client_certificate_bound_access_tokens",
        "authorization_details_types_supported", "dpop_signing_alg_values_supported", "dpop_bound_access_tokens_required", "signed_metadata",
    ];

    /// <summary>The whole document.</summary>
    /// <exception cref="ArgumentException">An extension has the name of a member that has a property, or a link is not an absolute address.</exception>
    public static byte[] Write(ProtectedResource resource)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteString("resource", resource.Resource.OriginalString);
            Write(writer, "authorization_servers", resource.AuthorizationServers);
            Write(writer, "jwks_uri", resource.JwksUri);
            Write(writer, "scopes_supported", resource.ScopesSupported);
            Write(writer, "bearer_methods_supported", resource.BearerMethodsSupported);
            Write(writer, "resource_signing_alg_values_supported", resource.ResourceSigningAlgValuesSupported);
            Write(writer, "resource_name", resource.ResourceName);
            Write(writer, "resource_documentation", resource.ResourceDocumentation);
            Write(writer, "resource_policy_uri", resource.ResourcePolicyUri);
            Write(writer, "resource_tos_uri", resource.ResourceTosUri);
            Write(writer, "tls_client_certificate_bound_access_tokens", resource.TlsClientCertificateBoundAccessTokens);
            Write(writer, "authorization_details_types_supported", resource.AuthorizationDetailsTypesSupported);
            Write(writer, "dpop_signing_alg_values_supported", resource.DpopSigningAlgValuesSupported);
            Write(writer, "dpop_bound_access_tokens_required", resource.DpopBoundAccessTokensRequired);
            Write(writer, "signed_metadata", resource.SignedMetadata);
            foreach ((string name, JsonElement value) in resource.Extensions)
            {
                if (Registered.Contains(name, StringComparer.Ordinal))
                {
                    throw new ArgumentException($"Extensions has {name}, which has a property of its own. Set that.");
                }

                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, Uri? address)
    {
        if (address is null)
        {
            return;
        }

        if (!address.IsAbsoluteUri)
        {
            throw new ArgumentException($"{name} is {address.OriginalString}, which is not an absolute address.");
        }

        writer.WriteString(name, address.OriginalString);
    }

    private static void Write(Utf8JsonWriter writer, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(name, text);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, bool isSet)
    {
        if (isSet)
        {
            writer.WriteBoolean(name, isSet);
        }
    }
}
