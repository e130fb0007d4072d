using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

/// <summary>
/// A token of the shape that its provider documents, for the recipe of one heading of docs/issuers.md, signed with a test
/// key under the <c>alg</c> and <c>kid</c> of its own header. Immutable.
/// </summary>
internal sealed record DocumentedToken
{
    /// <param name="recipe">The heading.</param>
    /// <param name="header">The header's JSON text.</param>
    /// <param name="claims">The payload's JSON text.</param>
    public DocumentedToken(string recipe, string header, string claims)
    {
        Recipe = recipe;
        Header = JsonNode.Parse(header)!.AsObject();
        Claims = JsonNode.Parse(claims)!.AsObject();
    }

    public string Recipe { get; }

    public JsonObject Header { get; private init; }

    public JsonObject Claims { get; private init; }

    /// <summary>The issuer that the provider's key set binds the key to.</summary>
    public string? KeyIssuer { get; init; }

    /// <summary>The <c>use</c> that the provider's key set gives the key.</summary>
    public string KeyUse { get; init; } = "sig";

    public bool IsPadded { get; init; }

    public JwtAlgorithm Algorithm => JwtAlgorithms.TryParse((string)Header["alg"]!, out JwtAlgorithm algorithm) ? algorithm : default;

    public TestKeyPair Pair => Tokens.Pair(Algorithm).With(Algorithm, (string?)Header["kid"]);

    /// <summary>The key as the provider publishes it.</summary>
    public JsonObject Jwk
    {
        get
        {
            JsonObject jwk = Pair.ToJwk();
            jwk["use"] = KeyUse;
            if (KeyIssuer is not null)
            {
                jwk["issuer"] = KeyIssuer;
            }

            return jwk;
        }
    }

    public JwkSet Keys => JwkSet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(Jwk) }.ToJsonString()), use: KeyUse);

    public VerificationPolicy Policy => RecipePage.Policy(Recipe, Keys);

    /// <summary>The same with another value of a claim, or without it for null.</summary>
    public DocumentedToken With(string claim, JsonNode? value) => this with { Claims = Changed(Claims, claim, value) };

    /// <summary>The same with another member of the header, or without it for null.</summary>
    public DocumentedToken WithHeader(string member, JsonNode? value) => this with { Header = Changed(Header, member, value) };

    public string Sign()
    {
        string header = Header.ToJsonString();
        string claims = Claims.ToJsonString();
        return IsPadded ? SignPadded(header, claims) : Pair.Sign(header, claims);
    }

    /// <summary>The verdict by the recipe, with the key that signed.</summary>
    public VerifyError Verdict() => Verdict(Policy);

    public VerifyError Verdict(VerificationPolicy policy) => Tokens.Verifier(policy).Verdict(Sign());

    private string SignPadded(string header, string claims)
    {
        string input = $"{Padded(Encoding.UTF8.GetBytes(header))}.{Padded(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{Padded(Pair.SignBytes(Encoding.UTF8.GetBytes(input)))}";
    }

    private static string Padded(byte[] bytes)
    {
        string text = Base64Url.EncodeToString(bytes);
        return text.PadRight((text.Length + 3) / 4 * 4, '=');
    }

    private static JsonObject Changed(JsonObject json, string name, JsonNode? value)
    {
        JsonObject copy = json.DeepClone().AsObject();
        copy.Remove(name);
        if (value is not null)
        {
            copy[name] = value.DeepClone();
        }

        return copy;
    }
}
