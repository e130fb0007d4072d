using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Which request of a fetch was for what.</summary>
internal sealed class FetchTrace
{
    /// <param name="origin">What was fetched.</param>
    /// <param name="exchanges">The requests, in their order.</param>
    public FetchTrace(KeyOrigin origin, IReadOnlyList<HttpExchange> exchanges)
    {
        if (origin.Kind == KeyKind.Address)
        {
            Keys = exchanges.Count > 0 ? exchanges[0] : null;
            return;
        }

        for (int i = 0; i < exchanges.Count && Metadata is null; i++)
        {
            (string? issuer, string? address) = exchanges[i] is { Status: 200, Body: byte[] body } ? Read(body) : default;
            ForeignIssuer ??= issuer is not null && issuer != origin.Value ? issuer : null;
            if (issuer == origin.Value && address is not null)
            {
                Metadata = exchanges[i];
                KeysAddress = address;
                Keys = i + 1 < exchanges.Count && Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && exchanges[i + 1].Address == uri ? exchanges[i + 1] : null;
            }
        }

        Asked = [.. exchanges.Where(exchange => !ReferenceEquals(exchange, Keys))];
    }

    /// <summary>The requests for metadata.</summary>
    public IReadOnlyList<HttpExchange> Asked { get; } = [];

    /// <summary>The one that brought metadata of this very issuer.</summary>
    public HttpExchange? Metadata { get; }

    /// <summary>Its jwks_uri, allowed or not.</summary>
    public string? KeysAddress { get; }

    /// <summary>What a document named instead of the issuer.</summary>
    public string? ForeignIssuer { get; }

    /// <summary>The request for the key set.</summary>
    public HttpExchange? Keys { get; }

    private static (string? Issuer, string? Address) Read(byte[] body) =>
        JsonFaults.TryParse(body, out JsonElement metadata, out _) && metadata.ValueKind == JsonValueKind.Object
            ? (Text(metadata, "issuer"u8), Text(metadata, "jwks_uri"u8))
            : default;

    private static string? Text(JsonElement metadata, ReadOnlySpan<byte> name) =>
        metadata.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
