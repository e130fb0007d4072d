using System.CommandLine;
using System.Globalization;

namespace JwtCore.Cli;

/// <summary>Makes options and reads their values, which are all texts: the parser's own conversions quote what they refuse.</summary>
internal static class OptionReading
{
    private static readonly string[] AlgorithmNames = [.. JwtAlgorithms.Names];

    /// <summary>The names of algorithms, for completion.</summary>
    public static string[] Algorithms => AlgorithmNames;

    public static Option<string?> One(string name, string valueName, string description, params string[] values)
    {
        Option<string?> option = new(name) { HelpName = valueName, Description = description };
        option.CompletionSources.Add(values);
        return option;
    }

    public static Option<string[]> Several(string name, string valueName, string description, params string[] values)
    {
        Option<string[]> option = new(name) { HelpName = valueName, Description = description, Arity = ArgumentArity.OneOrMore };
        option.CompletionSources.Add(values);
        return option;
    }

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

    /// <exception cref="UsageException">The value is no number or out of range.</exception>
    public static decimal? UnixSeconds(this ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not string text)
        {
            return null;
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds) && seconds <= UnixTime.LastSecond
            ? seconds
            : throw new UsageException($"{option.Name}: must be a number of seconds from 0 to {UnixTime.LastSecond}.");
    }

    /// <summary>The clock by which tokens are judged.</summary>
    /// <exception cref="UsageException">The value is no number or out of range.</exception>
    public static TimeProvider Clock(this ParseResult parsed, Option<string?> at, ToolEnvironment environment) =>
        parsed.UnixSeconds(at) is decimal seconds ? new FixedClock(UnixTime.At(seconds)) : environment.TimeProvider;

    /// <exception cref="UsageException">It is not the name of an algorithm.</exception>
    public static JwtAlgorithm Algorithm(string source, string name) => JwtAlgorithms.TryParse(name, out JwtAlgorithm algorithm)
        ? algorithm
        : throw new UsageException($"{source}: must be one of {string.Join(", ", AlgorithmNames)}, in this case.");

    /// <summary>The value of an enumeration that a name stands for; null when the option is not given.</summary>
    /// <exception cref="UsageException">It is not one of the names.</exception>
    public static T? Named<T>(this ParseResult parsed, Option<string?> option)
        where T : struct, Enum
    {
        string? name = parsed.GetValue(option);
        return name is null ? null : Enum.GetNames<T>().Contains(name) ? Enum.Parse<T>(name) : throw NotNamed(option, Enum.GetNames<T>());
    }

    public static UsageException NotNamed(Option option, string[] names) => new($"{option.Name}: must be one of {string.Join(", ", names)}, in this case.");

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
}
