namespace JwtCore.Hosting;

/// <summary>What a source has for one setting: a text, several texts, a null, or something that is neither.</summary>
internal sealed class SettingText
{
    private const string Empty = "is empty. Remove it, or give it a value.";
    private const string EmptyEntry = "has an empty entry. Remove it, or give it a value.";

    private readonly string? _text;
    private readonly IReadOnlyList<string>? _texts;
    private readonly string? _refusal;
    private readonly bool _hasEmptyEntry;

    private SettingText(string origin, string? text, IReadOnlyList<string>? texts, string? refusal, bool hasEmptyEntry = false)
    {
        Origin = origin;
        _text = text;
        _texts = texts;
        _refusal = refusal;
        _hasEmptyEntry = hasEmptyEntry;
    }

    /// <summary>Where it is from.</summary>
    public string Origin { get; }

    /// <summary>It is there, and says that the setting is not set.</summary>
    public bool IsNull => _text is null && _texts is null && _refusal is null;

    public static SettingText One(string origin, string? text) => new(origin, text, null, null);

    public static SettingText Several(string origin, IEnumerable<string?> texts)
    {
        string?[] entries = [.. texts];
        return new(origin, null, TextList.Clean(entries), null, Array.Exists(entries, string.IsNullOrWhiteSpace));
    }

    public static SettingText Refused(string origin, string refusal) => new(origin, null, null, refusal);

    /// <summary>As one text.</summary>
    public Setting<string> ToText() => (_refusal ?? (_texts is null ? null : "must be one text, not a list.")) is string refusal
        ? new(Origin, null, refusal)
        : _text is null || !string.IsNullOrWhiteSpace(_text) ? new(Origin, _text) : new(Origin, null, Empty);

    /// <summary>As a list, which may be empty. A text is read as <see cref="TextList.Parse"/> does.</summary>
    public Setting<IReadOnlyList<string>> ToList()
    {
        string? refusal = _refusal;
        IReadOnlyList<string>? texts = _text is null ? _texts : TextList.Parse(_text, out refusal);
        return new(Origin, refusal is null ? texts : null, refusal);
    }

    /// <summary>As a list of which every entry counts. One that is empty would be a demand that nobody makes any more.</summary>
    public Setting<IReadOnlyList<string>> ToDemands() => _hasEmptyEntry ? new(Origin, null, EmptyEntry) : ToList();

    /// <summary>As a list of something else, which has an entry when it is not null.</summary>
    /// <param name="convert">From the entries to the value, or to what is wrong with them.</param>
    public Setting<T> ToList<T>(Func<IReadOnlyList<string>, (T? Value, string? Refusal)> convert)
        where T : class
    {
        Setting<IReadOnlyList<string>> list = ToList();
        if (list.Value is not IReadOnlyList<string> texts)
        {
            return list.As<T>();
        }

        (T? value, string? refusal) = texts.Count == 0 ? (null, Empty) : convert(texts);
        return new(Origin, value, refusal);
    }

    /// <summary>As true or false.</summary>
    public Setting<object> ToBoolean()
    {
        bool value = IsTrue(out string? refusal);
        return new(Origin, refusal is null && !IsNull ? value : null, refusal);
    }

    /// <summary>As true or false; not true when it is null.</summary>
    public bool IsTrue(out string? refusal)
    {
        bool value = false;
        refusal = _refusal ?? (IsNull || bool.TryParse(_text, out value) ? null : "must be true or false.");
        return value;
    }
}
