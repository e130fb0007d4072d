using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.JwtBearer.Tests.Scenarios;

/// <summary>Tokens, with dates that are far enough from today in either direction.</summary>
internal static class ScenarioTokens
{
    private const long Past = 1_000_000_000;
    private const long Future = 4_102_444_800;

    public static string Good { get; } = Make();

    public static string Expired { get; } = Make("""{"exp":1000000000}""");

    public static string NotYetValid { get; } = Make("""{"nbf":4102444740}""");

    public static string Make(string claims = "{}", string header = "{}", TestKeyPair? pair = null) => (pair ?? Given.Pair).CreateToken(Api.Good with
    {
        Claims = new(new System.Text.Json.Nodes.JsonObject { ["iat"] = Past, ["exp"] = Future, ["nbf"] = Past }
            .Concat(System.Text.Json.Nodes.JsonNode.Parse(claims)!.AsObject()).GroupBy(member => member.Key)
            .Select(members => KeyValuePair.Create(members.Key, members.Last().Value?.DeepClone()))),
        Header = System.Text.Json.Nodes.JsonNode.Parse(header)!.AsObject(),
    });
}
