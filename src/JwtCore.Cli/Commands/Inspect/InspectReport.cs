using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Writes what unverified tokens say. No form of it can be taken for a verdict.</summary>
internal sealed class InspectReport(TextWriter output, bool isJson)
{
    private static readonly string[] Times = ["exp", "nbf", "iat"];

    private bool _isFollowing;

    public void Write(UnverifiedToken token)
    {
        if (isJson)
        {
            output.WriteLine(SafeJson.Text(writer => WriteJson(writer, token)));
            return;
        }

        if (_isFollowing)
        {
            output.WriteLine();
        }

        _isFollowing = true;
        WriteText(token);
    }

    private void WriteText(UnverifiedToken token)
    {
        output.WriteLine("unverified: the signature was not checked; anyone may have written this");
        WriteProblems("  ", token.Problems);
        WritePart(token.Header);
        WritePart(token.Payload);
        WriteTimes(token);
        if (token.Signature is TokenSegment signature)
        {
            output.WriteLine($"  signature  {Size(signature)}{(signature.Bytes is byte[] bytes ? $"; {Fit(token.Algorithm, bytes.Length)}" : "")}");
            WriteProblems("    ", signature.Problems);
        }
    }

    private void WritePart(TokenSegment? part)
    {
        if (part is null)
        {
            return;
        }

        output.WriteLine($"  {part.Name,-10} {Size(part)}");
        WriteProblems("    ", part.Problems);
        foreach (string line in part.Json is JsonElement json ? SafeJson.Lines(json) : [])
        {
            output.WriteLine($"    {line}");
        }
    }

    private void WriteTimes(UnverifiedToken token)
    {
        foreach (string name in Times)
        {
            DateTimeOffset? time = token.Time(name, out bool isPresent);
            if (isPresent)
            {
                output.WriteLine($"  {name,-10} {(time is DateTimeOffset known ? UnixTime.Text(known) : "no number of seconds until the year 9999")} (unverified)");
            }
        }
    }

    private void WriteProblems(string indent, IEnumerable<string> problems)
    {
        foreach (string problem in problems)
        {
            output.WriteLine($"{indent}problem: {problem}");
        }
    }

    private static string Size(TokenSegment part) =>
        Count(part.Characters, "character") + (part.Bytes is byte[] bytes ? $", {Count(bytes.Length, "byte")}" : "");

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Fit(JwtAlgorithm? algorithm, int bytes)
    {
        if (algorithm is not JwtAlgorithm named)
        {
            return "the header names no supported alg";
        }

        (int least, int most) = UnverifiedToken.SignatureLengths(named);
        return bytes >= least && bytes <= most ? $"{named.ToName()} can have that many"
            : least == most ? $"{named.ToName()} has {least}"
            : $"{named.ToName()} has {least} to {most}";
    }

    // Names, order and types of the members are a contract with programs.
    private static void WriteJson(Utf8JsonWriter writer, UnverifiedToken token)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("verified", false);
        writer.WriteBoolean("readable", token.IsReadable);
        writer.WriteStartArray("problems");
        foreach (string problem in token.Problems.Concat(token.Parts.SelectMany(part => part.Problems.Select(problem => $"{part.Name}: {problem}"))))
        {
            writer.WriteStringValue(problem);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("segments");
        foreach (int length in token.Segments)
        {
            writer.WriteNumberValue(length);
        }

        writer.WriteEndArray();
        WriteJson(writer, "header", token.Header);
        WriteJson(writer, "payload", token.Payload);
        writer.WriteStartObject("times");
        foreach (string name in Times)
        {
            writer.WriteString(name, token.Time(name, out _) is DateTimeOffset time ? UnixTime.Text(time) : null);
        }

        writer.WriteEndObject();
        WriteSignature(writer, token);
        writer.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter writer, string name, TokenSegment? part)
    {
        writer.WritePropertyName(name);
        if (part is { IsUnambiguous: true, Json: JsonElement json })
        {
            json.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void WriteSignature(Utf8JsonWriter writer, UnverifiedToken token)
    {
        int? bytes = token.Signature?.Bytes?.Length;
        (int Least, int Most)? lengths = token.Algorithm is JwtAlgorithm algorithm ? UnverifiedToken.SignatureLengths(algorithm) : null;
        writer.WritePropertyName("signatureBytes");
        if (bytes is int length)
        {
            writer.WriteNumberValue(length);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WritePropertyName("signatureFits");
        if (bytes is not null && lengths is (int least, int most))
        {
            writer.WriteBooleanValue(bytes >= least && bytes <= most);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
