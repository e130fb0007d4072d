using System.Text.Json;
using System.Text.RegularExpressions;

namespace JwtCore.Cli.Tests.Field;

/// <summary>Compares what a case expects with what the program did.</summary>
internal static class FieldExpectation
{
    // Never right, whatever the case is about.
    private static readonly Regex Crash = new(
        @"Unhandled exception|^\s+at [\w.<>`+\[\],]+\(|--- End of (inner exception )?stack trace|\b[A-Z]\w*Exception\b",
        RegexOptions.Multiline | RegexOptions.CultureInvariant);

    /// <summary>What is wrong, or null when one of the expectations is met.</summary>
    public static string? Judge(FieldCase item, FieldRun run)
    {
        string[] misses = [.. item.Expectations.Select(expected => string.Join("; ", Misses(expected, run)))];
        return misses.Contains("") ? null : $"{item.Id} ({item.Title}): {string.Join(", and instead: ", misses)}";
    }

    private static IEnumerable<string> Misses(JsonElement expected, FieldRun run)
    {
        // From 126 on a shell or the system ended it.
        if (run.Code is null or < 0 or >= 126)
        {
            yield return run.Code is null ? "does not end in time" : $"ends with {run.Code}";
        }

        if (Crash.IsMatch(run.Output) || Crash.IsMatch(run.Error))
        {
            yield return "shows an exception";
        }

        if (expected.TryGetProperty("exit", out JsonElement exit) && !exit.EnumerateArray().Any(code => code.GetInt32() == run.Code))
        {
            yield return $"exit {run.Code}";
        }

        JsonElement[] documents = [.. Documents(run.Output)];
        if (expected.TryGetProperty("valid", out JsonElement valid) && WrongVerdict(documents, valid.GetBoolean(), FieldCase.Texts(expected, "error")) is string verdict)
        {
            yield return verdict;
        }

        foreach (string pattern in FieldCase.Texts(expected, "all").Where(pattern => !run.Values.Pattern(pattern).IsMatch($"{run.Output}\n{run.Error}")))
        {
            yield return $"says nothing of /{pattern}/";
        }

        foreach (string pattern in FieldCase.Texts(expected, "none").Where(pattern => run.Values.Pattern(pattern).IsMatch($"{run.Output}\n{run.Error}")))
        {
            yield return $"says /{pattern}/";
        }

        string[] strings = [.. documents.SelectMany(Strings)];
        foreach (string pattern in FieldCase.Texts(expected, "strings").Where(pattern => !strings.Any(run.Values.Pattern(pattern).IsMatch)))
        {
            yield return $"no JSON string has /{pattern}/";
        }
    }

    private static string? WrongVerdict(JsonElement[] documents, bool isValid, string[] errors)
    {
        JsonElement[] verdicts = [.. documents.Where(document => document.TryGetProperty("valid", out _))];
        if (verdicts.Length == 0)
        {
            return "no verdict";
        }

        JsonElement last = verdicts[^1];
        string? error = last.TryGetProperty("error", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        return last.GetProperty("valid").GetBoolean() == isValid && (errors.Length == 0 || errors.Contains(error)) ? null : error ?? "valid";
    }

    // One for each line, or the whole.
    private static IEnumerable<JsonElement> Documents(string text)
    {
        foreach (string piece in text.Split('\n').Prepend(text))
        {
            JsonElement? document = null;
            try
            {
                document = JsonElement.Parse(piece);
            }
            catch (JsonException)
            {
                // A line for people.
            }

            if (document is { ValueKind: JsonValueKind.Object } json)
            {
                yield return json;
            }
        }
    }

    // Of values; the names of members do not count.
    private static IEnumerable<string> Strings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Strings(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Strings),
        _ => [],
    };
}
