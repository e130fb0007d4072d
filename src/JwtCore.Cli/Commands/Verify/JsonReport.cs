using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>One JSON object per token and line. Names, order and types of the members are a contract with programs.</summary>
internal sealed class JsonReport(TextWriter output) : Report(output)
{
    public override void WriteValid(TokenClaims claims) => Write(new Explanation(VerifyError.None), claims);

    public override void WriteRefused(Explanation explanation) => Write(explanation, null);

    private void Write(Explanation explanation, TokenClaims? claims) => Output.WriteLine(SafeJson.Text(writer => Write(writer, explanation, claims)));

    private static void Write(Utf8JsonWriter writer, Explanation explanation, TokenClaims? claims)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", claims is not null);
        writer.WriteString("error", claims is not null ? null : explanation.Error.ToString());
        writer.WriteString("algorithm", claims?.Algorithm.ToName());
        writer.WriteString("keyId", claims?.KeyId);
        writer.WriteString("issuer", claims?.Issuer);
        writer.WriteString("subject", claims?.Subject);
        SafeJson.WriteTexts(writer, "audiences", claims?.Audiences);
        SafeJson.WriteTexts(writer, "scopes", claims?.Scopes);
        writer.WritePropertyName("expiresAt");
        WriteUnixSeconds(writer, claims?.ExpiresAt);
        writer.WritePropertyName("claims");
        WriteClaims(writer, claims);
        ExplanationJson.Write(writer, explanation);
        writer.WriteEndObject();
    }

    private static void WriteUnixSeconds(Utf8JsonWriter writer, DateTimeOffset? time)
    {
        if (time is DateTimeOffset present)
        {
            writer.WriteNumberValue((present - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void WriteClaims(Utf8JsonWriter writer, TokenClaims? claims)
    {
        if (claims is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            claims.Payload.WriteTo(writer);
        }
    }
}
