using System.Buffers.Text;
using System.Text;

namespace JwtCore.Differential.Tokens;

/// <summary>
/// A token before it is signed: members as JSON text in which each character is one byte, so that damage can write any
/// byte. What is changed here is signed.
/// </summary>
internal sealed class Draft
{
    public Draft(Setting setting, TestKey key, string algorithm, Random random)
    {
        Setting = setting;
        Key = key;
        Algorithm = algorithm;
        Random = random;
        Header = [new Member("alg", $"\"{algorithm}\"")];
        if (key.KeyId is not null)
        {
            Header.Add(new Member("kid", $"\"{key.KeyId}\""));
        }

        Header.Add(new Member("typ", setting == Setting.Alone ? $"\"{World.AccessTokenType}\"" : "\"JWT\""));
        Payload =
        [
            new Member("iss", $"\"{World.Issuer}\""),
            new Member("sub", $"\"user-{random.Next(1000)}\""),
            new Member("aud", $"\"{World.Audience}\""),
            new Member("iat", $"{World.Now - 60}"),
            new Member("nbf", $"{World.Now - 60}"),
            new Member("exp", $"{World.Now + 300}"),
            new Member("jti", $"\"{random.Next():x}\""),
            new Member("scope", "\"read write\""),
            new Member("client_id", "\"web\""),
        ];
    }

    public Setting Setting { get; }

    public Random Random { get; }

    /// <summary>Who signs.</summary>
    public TestKey Key { get; set; }

    /// <summary>What it is signed with, whatever the header says.</summary>
    public string Algorithm { get; set; }

    /// <summary>Signs with these bytes as a secret instead of the key.</summary>
    public byte[]? Secret { get; set; }

    public List<Member> Header { get; }

    public List<Member> Payload { get; }

    /// <summary>What happens to the JSON text of header and payload.</summary>
    public Func<string, string>? ChangeHeader { get; set => field = Then(field, value!); }

    public Func<string, string>? ChangePayload { get; set => field = Then(field, value!); }

    /// <summary>What happens to their encoded segments.</summary>
    public Func<string, string>? ChangeHeaderSegment { get; set => field = Then(field, value!); }

    public Func<string, string>? ChangePayloadSegment { get; set => field = Then(field, value!); }

    public Signed Sign(IEnumerable<string> kinds)
    {
        string header = Encode(Header, ChangeHeader, ChangeHeaderSegment);
        string payload = Encode(Payload, ChangePayload, ChangePayloadSegment);
        byte[] input = Encoding.UTF8.GetBytes($"{header}.{payload}");
        byte[] signature = Secret is null ? Key.Sign(Algorithm, input) : TestKey.SignWithSecret(Algorithm, Secret, input);
        return new Signed(header, payload, signature, Key, [.. kinds]);
    }

    /// <summary>One change after another; nothing is left to change of an empty text.</summary>
    public static Func<string, string> Then(Func<string, string>? first, Func<string, string> second) =>
        first is null ? second : text => first(text) is { Length: > 0 } changed ? second(changed) : "";

    private static string Encode(List<Member> members, Func<string, string>? change, Func<string, string>? changeSegment)
    {
        StringBuilder json = new("{", 256);
        foreach (Member member in members)
        {
            json.Append(json.Length > 1 ? ",\"" : "\"").Append(member.Name).Append("\":").Append(member.Value);
        }

        string text = json.Append('}').ToString();
        string segment = Base64Url.EncodeToString(Encoding.Latin1.GetBytes(change?.Invoke(text) ?? text));
        return changeSegment?.Invoke(segment) ?? segment;
    }
}
