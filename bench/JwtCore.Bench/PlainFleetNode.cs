using System.Text;
using System.Text.Json;

namespace JwtCore.Bench;

/// <summary>
/// A node with what most hand-written verifiers have: keys kept for an hour, fetched when there are none or they are too
/// old, not for a key id that is unknown. When a fetch fails there are no keys, and the next token fetches again.
/// </summary>
internal sealed class PlainFleetNode(TimeProvider time, HttpClient client, string address) : FleetNode
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private string[]? _keyIds;
    private DateTimeOffset _fetchedAt;

    public override Task Idle => Task.CompletedTask;

    // Only genuine tokens are asked about, so the key id stands for the signature.
    public override bool Accepts(string token)
    {
        byte[] header = System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(0, token.IndexOf('.', StringComparison.Ordinal)));
        return Holds(JsonDocument.Parse(header).RootElement.GetProperty("kid").GetString()!);
    }

    public override bool Holds(string keyId)
    {
        if (_keyIds is null || time.GetUtcNow() - _fetchedAt >= Lifetime)
        {
            _keyIds = Fetch();
            _fetchedAt = time.GetUtcNow();
        }

        return _keyIds?.Contains(keyId) == true;
    }

    private string[]? Fetch()
    {
        try
        {
            using HttpResponseMessage response = client.GetAsync(address).GetAwaiter().GetResult();
            JsonElement keys = JsonDocument.Parse(Encoding.UTF8.GetBytes(response.Content.ReadAsStringAsync().GetAwaiter().GetResult())).RootElement.GetProperty("keys");
            return [.. keys.EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
        }
        catch (HttpRequestException)
        {
            // The endpoint is down.
            return null;
        }
    }
}
