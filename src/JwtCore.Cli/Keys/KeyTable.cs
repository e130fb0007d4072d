using System.Globalization;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Writes the entries of a key set: a table of those that can verify, reasons for the others.</summary>
internal static class KeyTable
{
    private static readonly string[] Titles = ["#", "kid", "kty", "alg", "size", "thumbprint"];

    private const string Gap = "  ";

    // A longer cell is written whole, without widening all rows.
    private const int Widest = 80;

    /// <summary>Writes a table for people.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="set">The set.</param>
    /// <param name="indent">What stands before each line.</param>
    /// <param name="columns">The width of the terminal; in a narrow one each thumbprint has a line of its own. Null for none.</param>
    public static void Write(TextWriter output, KeySetView set, string indent, int? columns)
    {
        string[][] rows = [Titles, .. set.Usable.Select(Row)];
        int[] widths = [.. Titles.Select((_, column) => Math.Min(rows.Max(row => row[column].Length), Widest))];
        bool isNarrow = indent.Length + widths.Sum() + (Gap.Length * (widths.Length - 1)) > columns;
        foreach (string[] row in rows.Length > 1 ? rows : [])
        {
            output.WriteLine(indent + string.Join(Gap, row.Take(isNarrow ? row.Length - 1 : row.Length).Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (isNarrow && row != Titles)
            {
                output.WriteLine($"{indent}{new string(' ', widths[0])}{Gap}{Titles[^1]} {row[^1]}");
            }
        }

        foreach (KeyEntry entry in set.Skipped)
        {
            output.WriteLine($"{indent}entry {entry.Index} was skipped: {entry.Reason}");
        }
    }

    // Names, order and types of the members are a contract with programs.
    public static void WriteJson(Utf8JsonWriter writer, KeySetView? set)
    {
        writer.WriteStartArray("keys");
        foreach (KeyEntry entry in set?.Entries ?? [])
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", entry.Index);
            writer.WriteBoolean("usable", entry.Key is not null);
            writer.WriteString("kid", entry.Key?.KeyId);
            writer.WriteString("kty", entry.Key?.KeyType);
            writer.WriteString("alg", entry.Key?.Algorithm?.ToName());
            WriteNumber(writer, "bits", entry.Bits);
            writer.WriteString("curve", entry.Curve);
            writer.WriteString("thumbprint", entry.Key?.Thumbprint);
            writer.WriteString("reason", entry.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is long number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string[] Row(KeyEntry entry) =>
    [
        entry.Index.ToString(CultureInfo.InvariantCulture),
        QuotedText.Of(entry.Key!.KeyId, int.MaxValue),
        entry.Key.KeyType,
        entry.Key.Algorithm?.ToName() ?? "none",
        entry.Curve ?? entry.Bits?.ToString(CultureInfo.InvariantCulture) ?? "none",
        entry.Key.Thumbprint ?? "none",
    ];
}
