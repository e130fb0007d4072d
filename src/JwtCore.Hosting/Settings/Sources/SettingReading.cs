using System.Globalization;

namespace JwtCore.Hosting;

/// <summary>Reads the text of a setting as a value of its type. No refusal quotes a value.</summary>
internal static class SettingReading
{
    public static Setting<object> Text(SettingText given) => given.ToText().ToObject();

    public static Setting<object> Names(SettingText given) => given.ToList<object>(texts => (texts, null));

    public static Setting<object> Demands(SettingText given) => given.ToDemands().ToObject();

    public static Setting<object> OneOf(SettingText given) => given.ToList<object>(texts => (Expected.OneOf([.. texts]), null));

    public static Setting<object> Algorithms(SettingText given) => given.ToList<object>(texts =>
        Parse(texts, Algorithm) is { } algorithms
            ? (algorithms, null)
            : (null, $"has an entry, the one at position {Unknown(texts, Algorithm)}, that is no supported algorithm. Case matters; supported are {string.Join(", ", JwtAlgorithms.Names)}."));

    /// <summary>A combination of tolerances by their names.</summary>
    public static Setting<object> Tolerances(SettingText given) => given.ToList<object>(texts =>
        Parse(texts, Named<Tolerance>) is { } flags
            ? (flags.Aggregate(Tolerance.Nothing, (all, one) => all | one), null)
            : (null, $"has an entry, the one at position {Unknown(texts, Named<Tolerance>)}, that is no tolerance. Case matters; there are {string.Join(", ", Enum.GetNames<Tolerance>())}."));

    public static Setting<object> Profile(SettingText given) => given.ToText().To(text =>
        Named<TokenProfile>(text) is TokenProfile profile ? (profile, null) : (null, $"is no profile. Case matters; there are {string.Join(", ", Enum.GetNames<TokenProfile>())}."));

    // TimeSpan.Parse takes "90" for 90 days; who writes it means seconds.
    public static Setting<object> Time(SettingText given) => given.ToText().To(text =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time)
            ? (time, null)
            : (null, "must be a time as hours:minutes:seconds, such as 00:01:30."));

    /// <summary>Scopes, each with those that it implies.</summary>
    public static Setting<object> Scopes(SettingText given) => given.ToMap(entries =>
        entries.FirstOrDefault(entry => entry.Value is null).Key is null
            ? (entries.ToDictionary(entry => entry.Key, entry => entry.Value!.ToArray(), StringComparer.Ordinal), null)
            : (null, "must be an object: each scope with a list of those that it implies."));

    /// <summary>Claims, each with its values or, in a list of names, with any.</summary>
    public static Setting<object> Claims(SettingText given) => given.ToMap(entries =>
        (entries.ToDictionary(entry => entry.Key, entry => entry.Value is null ? Expected.Any : Expected.OneOf([.. entry.Value]), StringComparer.Ordinal), null));

    private static T? Named<T>(string text)
        where T : struct, Enum => Enum.GetNames<T>().Contains(text, StringComparer.Ordinal) ? Enum.Parse<T>(text) : null;

    private static IReadOnlyList<T>? Parse<T>(IReadOnlyList<string> texts, Func<string, T?> parse)
        where T : struct
    {
        T?[] values = [.. texts.Select(parse)];
        return values.All(value => value is not null) ? [.. values.Select(value => value!.Value)] : null;
    }

    private static JwtAlgorithm? Algorithm(string name) => JwtAlgorithms.TryParse(name, out JwtAlgorithm algorithm) ? algorithm : null;

    private static int Unknown<T>(IReadOnlyList<string> texts, Func<string, T?> parse)
        where T : struct => 1 + texts.TakeWhile(text => parse(text) is not null).Count();
}
