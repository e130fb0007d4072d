using System.Text;
using JwtCore.Mcp.Tests.Support;
using JwtCore.Mcp.Tests.Twins;

namespace JwtCore.Mcp.Tests;

/// <summary>The readers of operations against naive twins, on mutated input with a fixed seed.</summary>
public class OperationTwinTests
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

            Assert.True(operation == NaiveOperation.Read(json), $"{i}: {Encoding.UTF8.GetString(json)}");
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

            Assert.True(name == NaiveOperation.Decode(text), $"{i}: {text}");
        }

        Assert.InRange(read, Count / 10, Count * 9 / 10);
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
}
