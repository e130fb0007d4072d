using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using JwtCore.Mcp.Tests.Support;

namespace JwtCore.Mcp.Tests;

/// <summary>The readers of operations against naive twins, on mutated input with a fixed seed.</summary>
public partial class OperationTwinTests
{
    private const int Count = 20_000;

    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0061", "\\ud800", "\\ud83d\\ude00", "null", "1", " ", "\"method\":", "\"params\":", "\"name\":\"b\"", "\"uri\":\"b\"", "tools/call", "\u00e9"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Fact]
    public void A_body_is_read_as_by_its_twin()
    {
        Random random = new(20260728);
        byte[][] seeds = [.. new[] { Messages.Old("tools/call", "name", "a"), Messages.Old("resources/read", "uri", "a"), Messages.Modern("prompts/get", "name", "grüße"), Messages.ListTools }.Select(Strict.GetBytes)];
        int read = 0;
        for (int i = 0; i < Count; i++)
        {
            byte[] json = Mutate(random, seeds[random.Next(seeds.Length)]);
            Operation? operation = OperationBody.Parse(json);
            read += operation is null ? 0 : 1;

            Assert.True(operation == Twin(json), $"{i}: {Encoding.UTF8.GetString(json)}");
        }

        Assert.InRange(read, Count / 50, Count / 2);
    }

    [Fact]
    public void A_name_is_decoded_as_by_its_twin()
    {
        Random random = new(20260728);
        string[] seeds = ["send_mail", "=?base64?Z3LDvMOfZQ==?=", "=?base64?IHBhZGRlZCA=?=", "mail://archive/2026"];
        int read = 0;
        for (int i = 0; i < Count; i++)
        {
            string text = seeds[random.Next(seeds.Length)];
            for (int changes = random.Next(3); changes > 0; changes--)
            {
                int at = random.Next(text.Length);
                text = random.Next(2) == 0 ? text.Remove(at, 1) + " " : text.Insert(at, "=?/+A \u00e9\t~"[random.Next(9)].ToString());
            }

            string? name = OperationHeaders.Decode(text);
            read += name is null ? 0 : 1;

            Assert.True(name == NameTwin(text), $"{i}: {text}");
        }

        Assert.InRange(read, Count / 10, Count * 9 / 10);
    }

    private static Operation? Twin(byte[] json)
    {
        try
        {
            _ = Strict.GetString(json);
            using JsonDocument message = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 64 });
            Visit(message.RootElement);
            return message.RootElement.TryGetProperty("method", out JsonElement method) && method.ValueKind == JsonValueKind.String
                && method.GetString() is "tools/call" or "prompts/get" or "resources/read" or "resources/subscribe" or "resources/unsubscribe"
                && message.RootElement.TryGetProperty("params", out JsonElement parameters)
                && parameters.ValueKind == JsonValueKind.Object
                && parameters.TryGetProperty(method.GetString()!.StartsWith("res", StringComparison.Ordinal) ? "uri" : "name", out JsonElement name)
                && name.ValueKind == JsonValueKind.String
                ? new Operation(method.GetString()!, name.GetString()!)
                : null;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return null;
        }
    }

    // Asking for each text finds lone surrogates.
    private static void Visit(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Visit(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Visit(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    private static string? NameTwin(string text)
    {
        Match encoded = Encoded().Match(text);
        if (!encoded.Success)
        {
            return Plain().IsMatch(text) ? text : null;
        }

        try
        {
            return Base64().IsMatch(encoded.Groups[1].Value) ? Strict.GetString(Convert.FromBase64String(encoded.Groups[1].Value)) : null;
        }
        catch (Exception thrown) when (thrown is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        List<byte> json = [.. seed];
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            int at = random.Next(json.Count);
            switch (random.Next(4))
            {
                case 0:
                    json.RemoveAt(at);
                    break;
                case 1:
                    json[at] = (byte)random.Next(256);
                    break;
                default:
                    json.InsertRange(at, Strict.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }

        return [.. json];
    }

    [GeneratedRegex(@"^=\?base64\?(.*)\?=\z", RegexOptions.Singleline)]
    private static partial Regex Encoded();

    [GeneratedRegex(@"^[\t -~]*\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[A-Za-z0-9+/]*={0,2}\z")]
    private static partial Regex Base64();
}
