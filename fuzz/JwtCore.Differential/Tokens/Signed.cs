using System.Buffers.Text;

namespace JwtCore.Differential.Tokens;

/// <summary>A signed token in its parts. What is changed here the signature does not cover.</summary>
/// <param name="header">The first segment.</param>
/// <param name="payload">The second segment.</param>
/// <param name="signature">The bytes of the third.</param>
/// <param name="key">Who signed.</param>
/// <param name="kinds">The damage done so far.</param>
internal sealed class Signed(string header, string payload, byte[] signature, TestKey key, string[] kinds)
{
    public string Header { get; set; } = header;

    public string Payload { get; set; } = payload;

    public byte[] Signature { get; set; } = signature;

    public TestKey Key { get; } = key;

    public string[] Kinds { get; set; } = kinds;

    /// <summary>What happens to the third segment's text.</summary>
    public Func<string, string>? ChangeSignatureSegment { get; set => field = Draft.Then(field, value!); }

    /// <summary>What happens to the whole text, last.</summary>
    public Func<string, string>? ChangeText { get; set => field = Draft.Then(field, value!); }

    public Signed Copy() => new(Header, Payload, Signature, Key, Kinds);

    public override string ToString()
    {
        string segment = Base64Url.EncodeToString(Signature);
        string text = $"{Header}.{Payload}.{ChangeSignatureSegment?.Invoke(segment) ?? segment}";
        return ChangeText?.Invoke(text) ?? text;
    }
}
