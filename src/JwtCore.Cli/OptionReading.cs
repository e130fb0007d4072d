using System.CommandLine;
using System.Globalization;

namespace JwtCore.Cli;

/// <summary>Makes options and reads their values, which are all texts: the parser's own conversions quote what they refuse.</summary>
internal static class OptionReading
{
    public static Option<string?> One(string name, string valueName, string description) =>
        new(name) { HelpName = valueName, Description = description };

    public static Option<string[]> Several(string name, string valueName, string description) =>
        new(name) { HelpName = valueName, Description = description, Arity = ArgumentArity.OneOrMore };

    // Without this arity a following true or false would be taken for the flag's value.
    public static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    public static string[] Values(this ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];

    /// <exception cref="UsageException">The value is no whole number or out of range.</exception>
    public static int? Integer(this ParseResult parsed, Option<string?> option, int least, int most)
    {
        if (parsed.GetValue(option) is not string text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new UsageException($"{option.Name}: must be a whole number from {least} to {most}.");
    }

    /// <summary>The expected texts, or <see cref="Expected.Any"/> by the flag; null when neither was given.</summary>
    /// <exception cref="UsageException">Both were given, or a text is empty.</exception>
    public static Expected? Expected(this ParseResult parsed, Option<string[]> texts, Option<bool> any)
    {
        string[] values = parsed.Values(texts);
        bool isAny = parsed.GetValue(any);
        if (isAny && values.Length > 0)
        {
            throw new UsageException($"{texts.Name} and {any.Name} exclude each other.");
        }

        if (values.Contains(""))
        {
            throw new UsageException($"{texts.Name}: must not be empty. To leave the check out, use {any.Name}.");
        }

        if (isAny)
        {
            return JwtCore.Expected.Any;
        }

        return values.Length > 0 ? JwtCore.Expected.OneOf(values) : null;
    }

    /// <exception cref="UsageException">Neither was given, or what <see cref="Expected"/> refuses.</exception>
    public static Expected RequiredExpected(this ParseResult parsed, Option<string[]> texts, Option<bool> any) =>
        parsed.Expected(texts, any) ?? throw new UsageException($"give {texts.Name}, or {any.Name} to leave the check out.");
}
