using System.Text.Json;
using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Facts;

/// <summary>What is unusual about the members of the header.</summary>
internal static class HeaderFacts
{
    private static readonly string[] AccessTypes = ["at+jwt", "application/at+jwt"];
    private static readonly string[] DefaultTypes = ["jwt", "application/jwt", .. AccessTypes];

    public static readonly Fact[] All =
    [
        new("kid is no string", view => view.Header.HasOther("kid", JsonValueKind.String)),
        new("typ is no string", view => view.Header.HasOther("typ", JsonValueKind.String)),
        new("typ of another kind of token", view => view.HeaderText("typ") is string type && !DefaultTypes.Contains(type.ToLowerInvariant())),
        new("typ spelt otherwise", view => view.HeaderText("typ") is string type && type != World.AccessTokenType && AccessTypes.Contains(type.ToLowerInvariant())),
        new("crit is there", view => view.Header.Has("crit")),
        new("b64 is not true", view => view.Header.HasOther("b64", JsonValueKind.True)),
        new("zip is there", view => view.Header.Has("zip")),
        new("enc is there", view => view.Header.Has("enc")),
        new("x5t, x5c or cty is no string", view => ((string[])["x5t", "x5c", "cty", "jku", "x5u"]).Any(name => view.Header.HasOther(name, JsonValueKind.String))),
        new("x5t or jwk in the header", view => view.Header.Has("x5t") || view.Header.Has("jwk")),
        new("header: number that is no 64-bit integer", view => Numbers(view.Header).Any(number => !number.TryGetInt64(out _))),
    ];

    public static IEnumerable<JsonElement> Numbers(JsonView view) => view.Values.SelectMany(Numbers);

    private static IEnumerable<JsonElement> Numbers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => [value],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Numbers(member.Value)),
        _ => [],
    };
}
