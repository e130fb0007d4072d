using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>Two texts that should be equal, whole, and where they begin to differ.</summary>
/// <param name="Expected">The text that would have passed.</param>
/// <param name="Found">The text that was found.</param>
internal sealed record TextComparison(string Expected, string Found)
{
    /// <summary>How many characters are equal, as UTF-16 has them.</summary>
    public int Position => Found.AsSpan().CommonPrefixLength(Expected);

    /// <summary>The closest pair: the one that begins alike for longest, of equally good ones the first; null without one.</summary>
    public static TextComparison? Closest(IEnumerable<string> expected, IEnumerable<string> found) =>
        (from text in found from other in expected select new TextComparison(other, text)).OrderByDescending(pair => pair.Position).FirstOrDefault();

    /// <summary>Three lines: both texts in JSON notation, one under the other, and a mark under the first place where they differ.</summary>
    /// <param name="isUnverified">Nobody need have signed what was found.</param>
    public IEnumerable<string> Lines(bool isUnverified)
    {
        (string expected, string found) = (SafeJson.Text(Expected), SafeJson.Text(Found));
        string label = isUnverified ? "unverified" : "found";

        // Of the texts as they are written: an escape is several characters wide.
        int mark = found.AsSpan().CommonPrefixLength(expected);
        yield return $"{"expected",-10}  {expected}";
        yield return $"{label,-10}  {found}";
        yield return new string(' ', 12 + mark) + "^";
    }

    /// <summary>The member <c>difference</c>. Names, order and types of its members are a contract with programs.</summary>
    public static void WriteJson(Utf8JsonWriter writer, TextComparison? comparison)
    {
        if (comparison is null)
        {
            writer.WriteNull("difference");
            return;
        }

        writer.WriteStartObject("difference");
        writer.WriteString("expected", comparison.Expected);
        writer.WriteString("found", comparison.Found);
        writer.WriteNumber("position", comparison.Position);
        writer.WriteEndObject();
    }
}
