namespace JwtCore.Tests.Architecture;

/// <summary>Something that a verified token hands out and that lives in the token's variable, or the token itself.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Setup">Statements that lead to it, given a local <c>token</c>.</param>
/// <param name="Value">The expression for it.</param>
internal sealed record View(string Type, string Setup, string Value)
{
    private const string Enumerate = "Utf8List.Enumerator all = token.Audiences.GetEnumerator(); all.MoveNext();";
    private const string FindClaim = "token.TryGetClaim(\"x\"u8, out ClaimValue claim);";

    public static readonly IReadOnlyDictionary<string, View> All = new Dictionary<string, View>
    {
        ["VerifiedToken"] = new("VerifiedToken", "", "token"),
        ["Issuer"] = new("Utf8Text", "", "token.Issuer"),
        ["Subject"] = new("Utf8Text", "", "token.Subject"),
        ["ClientId"] = new("Utf8Text", "", "token.ClientId"),
        ["JwtId"] = new("Utf8Text", "", "token.JwtId"),
        ["Issuer.Bytes"] = new("ReadOnlySpan<byte>", "", "token.Issuer.Bytes"),
        ["Audiences"] = new("Utf8List", "", "token.Audiences"),
        ["Scopes"] = new("Utf8List", "", "token.Scopes"),
        ["Audiences.GetEnumerator()"] = new("Utf8List.Enumerator", "", "token.Audiences.GetEnumerator()"),
        ["Enumerator.Current"] = new("Utf8Text", Enumerate, "all.Current"),
        ["Enumerator.Current.Bytes"] = new("ReadOnlySpan<byte>", Enumerate, "all.Current.Bytes"),
        ["ClaimValue"] = new("ClaimValue", FindClaim, "claim"),
        ["ClaimValue.Json"] = new("ReadOnlySpan<byte>", FindClaim, "claim.Json"),
        ["Payload"] = new("ReadOnlySpan<byte>", "", "token.Payload"),
    };
}
