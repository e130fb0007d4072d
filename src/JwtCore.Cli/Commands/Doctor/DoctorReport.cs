using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Writes what doctor found, area by area.</summary>
internal sealed class DoctorReport(TextWriter output, TerminalColours paint, int? columns, bool isJson)
{
    private static readonly string[] Areas = ["discovery", "keys", "clock", "cache", "guarantees", "policy", "token"];

    public void Write(Diagnosis diagnosis, bool isTokenGiven)
    {
        Finding[] findings = [.. diagnosis.Findings, .. isTokenGiven ? [TokenFindings.Of(diagnosis.Token)] : Array.Empty<Finding>()];
        if (isJson)
        {
            output.WriteLine(SafeJson.Text(writer => WriteJson(writer, diagnosis, findings)));
            return;
        }

        foreach (string area in Areas)
        {
            Finding[] ofArea = [.. findings.Where(finding => finding.Area == area)];
            if (ofArea.Length > 0 || (area == "guarantees" && diagnosis.Guarantees is not null))
            {
                output.WriteLine(area);
                WriteArea(area, ofArea, diagnosis);
            }
        }

        output.WriteLine();
        output.WriteLine(Summary(findings));
    }

    private void WriteArea(string area, Finding[] findings, Diagnosis diagnosis)
    {
        foreach (Finding finding in findings)
        {
            output.WriteLine($"  {Level(finding.Level)}  {finding.Text}");
            IEnumerable<string> lines =
            [
                .. finding.Comparison?.Lines(isUnverified: false) ?? [],
                .. area == "token" && diagnosis.Token is TokenJudgement token ? TokenFindings.Lines(token) : [],
                .. finding.Remedy is string remedy ? [remedy] : Array.Empty<string>(),
            ];
            foreach (string line in lines)
            {
                output.WriteLine($"           {line}");
            }
        }

        if (area == "keys" && diagnosis.Set is KeySetView set)
        {
            KeyTable.Write(output, set, "           ", columns);
        }
        else if (area == "guarantees")
        {
            foreach ((string text, string value) in Promises(diagnosis.Guarantees!))
            {
                output.WriteLine($"  {text}: {value}");
            }
        }
    }

    private string Level(FindingLevel level)
    {
        string word = Word(level);
        string padding = new(' ', 7 - word.Length);
        return level switch
        {
            FindingLevel.Ok => paint.Good(word),
            FindingLevel.Warning => paint.Doubtful(word),
            FindingLevel.Problem => paint.Bad(word),
            _ => word,
        } + padding;
    }

    private static string Summary(Finding[] findings)
    {
        int problems = findings.Count(finding => finding.Level == FindingLevel.Problem);
        int warnings = findings.Count(finding => finding.Level == FindingLevel.Warning);
        return $"{Count(problems, "problem")}, {Count(warnings, "warning")}";
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Word(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Note => "note",
        FindingLevel.Warning => "warning",
        _ => "problem",
    };

    // What holds for a service that uses the keys with the defaults.
    private static (string Text, string Value)[] Promises(JwksGuarantees guarantees) =>
    [
        ("a new key is accepted, once tokens come with it, within", DurationText.Of(guarantees.RotationDelay)),
        ("any change of the set is known within", DurationText.Of(guarantees.UpdateDelay)),
        ("a key that came and went within minutes is used for at most", DurationText.Of(guarantees.RemovalDelay)),
        ("a removed key is used, with the endpoint cut off, for at most", DurationText.Of(guarantees.RevocationBound)),
        ("an outage of the endpoint is survived for at least", DurationText.Of(guarantees.SurvivableOutage)),
        ("after an outage the next attempt has ended within", DurationText.Of(guarantees.RecoveryDelay)),
        ("requests a minute at most", $"{guarantees.RequestsPerMinute}, without keys {guarantees.RequestsPerMinuteWithoutKeys}"),
    ];

    // Names, order and types of the members are a contract with programs.
    private static void WriteJson(Utf8JsonWriter writer, Diagnosis diagnosis, Finding[] findings)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("healthy", diagnosis.ExitCode == ExitCode.Valid);
        writer.WriteStartArray("findings");
        foreach (Finding finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("area", finding.Area);
            writer.WriteString("level", Word(finding.Level));
            writer.WriteString("code", finding.Code);
            writer.WriteString("text", finding.Text);
            writer.WriteString("remedy", finding.Remedy);
            TextComparison.WriteJson(writer, finding.Comparison);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        FetchJson.Write(writer, diagnosis.Fetch?.Attempt, DoctorCommand.KeysOption);
        KeyTable.WriteJson(writer, diagnosis.Set);
        JwksRequest? answer = diagnosis.Fetch?.Keys;
        KeyTable.WriteNumber(writer, "statedLifetimeSeconds", (long?)answer?.StatedLifetime?.TotalSeconds);
        KeyTable.WriteNumber(writer, "lifetimeSeconds", (long?)answer?.TakenLifetime?.TotalSeconds);
        WriteGuarantees(writer, diagnosis.Guarantees);
        TokenFindings.WriteJson(writer, diagnosis.Token);
        writer.WriteEndObject();
    }

    private static void WriteGuarantees(Utf8JsonWriter writer, JwksGuarantees? guarantees)
    {
        if (guarantees is null)
        {
            writer.WriteNull("guarantees");
            return;
        }

        writer.WriteStartObject("guarantees");
        writer.WriteNumber("rotationDelaySeconds", (long)guarantees.RotationDelay.TotalSeconds);
        writer.WriteNumber("updateDelaySeconds", (long)guarantees.UpdateDelay.TotalSeconds);
        writer.WriteNumber("removalDelaySeconds", (long)guarantees.RemovalDelay.TotalSeconds);
        writer.WriteNumber("revocationBoundSeconds", (long)guarantees.RevocationBound.TotalSeconds);
        writer.WriteNumber("survivableOutageSeconds", (long)guarantees.SurvivableOutage.TotalSeconds);
        writer.WriteNumber("recoveryDelaySeconds", (long)guarantees.RecoveryDelay.TotalSeconds);
        writer.WriteNumber("requestsPerMinute", guarantees.RequestsPerMinute);
        writer.WriteNumber("requestsPerMinuteWithoutKeys", guarantees.RequestsPerMinuteWithoutKeys);
        writer.WriteEndObject();
    }
}
