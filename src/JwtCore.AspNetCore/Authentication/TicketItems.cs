using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;

namespace JwtCore.AspNetCore;

/// <summary>
/// The items of a ticket: when the token was issued and when it expires, and its text where the scheme saves it. They are
/// formatted when somebody reads them first; few requests read any.
/// </summary>
/// <param name="claims">The claims of the token.</param>
/// <param name="token">The text of the token; null for a scheme that does not save it.</param>
internal sealed class TicketItems(TokenClaims claims, string? token) : IDictionary<string, string?>
{
    private IDictionary<string, string?>? _items;

    public int Count => Items.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => Items.Keys;

    public ICollection<string?> Values => Items.Values;

    private IDictionary<string, string?> Items => _items ??= Make();

    public string? this[string key]
    {
        get => Items[key];
        set => Items[key] = value;
    }

    public void Add(string key, string? value) => Items.Add(key, value);

    public void Add(KeyValuePair<string, string?> item) => Items.Add(item);

    public void Clear() => Items.Clear();

    public bool Contains(KeyValuePair<string, string?> item) => Items.Contains(item);

    public bool ContainsKey(string key) => Items.ContainsKey(key);

    public void CopyTo(KeyValuePair<string, string?>[] array, int arrayIndex) => Items.CopyTo(array, arrayIndex);

    public bool Remove(string key) => Items.Remove(key);

    public bool Remove(KeyValuePair<string, string?> item) => Items.Remove(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string? value) => Items.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IDictionary<string, string?> Make()
    {
        // JwtBearer writes nbf as the time of issue. iat is the claim that says so (RFC 7519 section 4.1.6).
        AuthenticationProperties properties = new() { IssuedUtc = claims.IssuedAt, ExpiresUtc = claims.ExpiresAt };
        if (token is not null)
        {
            properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = token }]);
        }

        return properties.Items;
    }
}
