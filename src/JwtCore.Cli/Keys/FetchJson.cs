using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Writes what became of a fetch for programs. Names, order and types of the members are a contract.</summary>
internal static class FetchJson
{
    /// <summary>The members <c>outcome</c>, <c>status</c>, <c>cause</c>, <c>explanation</c> and <c>requests</c>.</summary>
    /// <param name="writer">Inside an object.</param>
    /// <param name="attempt">The fetch, or null without one.</param>
    /// <param name="keysOption">The option that takes the address of a key set.</param>
    public static void Write(Utf8JsonWriter writer, JwksAttempt? attempt, string keysOption)
    {
        writer.WriteString("outcome", attempt?.Outcome.ToString());
        KeyTable.WriteNumber(writer, "status", attempt?.Status);
        writer.WriteString("cause", attempt is null ? null : CauseOf(attempt.Cause));
        writer.WriteString("explanation", attempt is null or { Cause: FetchCause.None } ? null : FetchSentences.Explain(attempt, keysOption));
        writer.WriteStartArray("requests");
        foreach (JwksRequest request in attempt?.Requests ?? [])
        {
            Write(writer, request);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, JwksRequest request)
    {
        writer.WriteStartObject();
        writer.WriteString("address", request.Address);
        writer.WriteBoolean("metadata", request.IsMetadata);
        writer.WriteString("outcome", request.Outcome.ToString());
        writer.WriteString("cause", CauseOf(request.Cause));
        writer.WriteString("phase", request.Phase.ToString());
        KeyTable.WriteNumber(writer, "status", request.Status);
        writer.WriteString("contentType", request.ContentType);
        writer.WriteString("body", request.Body == FetchedBody.None ? null : request.Body.ToString());
        writer.WriteString("redirectTarget", request.RedirectTarget);
        WriteCertificate(writer, request);
        writer.WriteString("issuer", request.FoundIssuer);
        writer.WriteString("expectedIssuer", request.ExpectedIssuer);
        writer.WriteString("accessTokenIssuer", request.AccessTokenIssuer);
        writer.WriteString("keysAddress", request.KeysAddress);
        WriteTime(writer, "serverTime", request.ServerTime);
        WriteTime(writer, "answeredAt", request.AnsweredAt);
        KeyTable.WriteNumber(writer, "statedLifetimeSeconds", (long?)request.StatedLifetime?.TotalSeconds);
        KeyTable.WriteNumber(writer, "lifetimeSeconds", (long?)request.TakenLifetime?.TotalSeconds);
        writer.WriteEndObject();
    }

    // Null unless the certificate is what was refused.
    private static void WriteCertificate(Utf8JsonWriter writer, JwksRequest request)
    {
        if (request.CertificateProblems == X509ChainStatusFlags.NoError && !request.IsCertificateForAnotherHost)
        {
            writer.WriteNull("tls");
            return;
        }

        writer.WriteStartObject("tls");
        writer.WriteString("problems", request.CertificateProblems.ToString());
        writer.WriteBoolean("isForAnotherHost", request.IsCertificateForAnotherHost);
        WriteTime(writer, "notBefore", request.CertificateNotBefore);
        WriteTime(writer, "notAfter", request.CertificateNotAfter);
        writer.WriteEndObject();
    }

    private static string? CauseOf(FetchCause cause) => cause == FetchCause.None ? null : cause.ToString();

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time) =>
        writer.WriteString(name, time is DateTimeOffset known ? UnixTime.Text(known) : null);
}
