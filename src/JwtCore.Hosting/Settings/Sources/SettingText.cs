namespace JwtCore.Hosting;

/// <summary>What a source has for one setting: a text, several texts, names with values, a null, or something that is none of these.</summary>
internal sealed class SettingText
{
    private const string Empty = "is empty. Remove it, or give it a value.";
    private const string EmptyEntry = "has an empty entry. Remove it, or give it a value.";
    private const string Nested = "has an entry that is neither a text nor a list of texts. A name with a colon needs the JSON object in one text: \"{\\\"name\\\": [\\\"value\\\"]}\".";

    private readonly string? _text;
    private readonly IReadOnlyList<string>? _texts;
    private readonly IReadOnlyList<KeyValuePair<string, SettingText>>? _entries;
    private readonly string? _refusal;
    private readonly bool _hasEmptyEntry;

    private SettingText(
        string origin,
        string? text = null,
        IReadOnlyList<string>? texts = null,
        string? refusal = null,
        bool hasEmptyEntry = false,
        IReadOnlyList<KeyValuePair<string, SettingText>>? entries = null)
    {
        Origin = origin;
        _text = text;
        _texts = texts;
        _entries = entries;
        _refusal = refusal;
        _hasEmptyEntry = hasEmptyEntry;
    }

    /// <summary>Where it is from.</summary>
    public string Origin { get; }

    /// <summary>It is there, and says that the setting is not set.</summary>
    public bool IsNull => _text is null && _texts is null && _refusal is null;

    public static SettingText One(string origin, string? text) => new(origin, text);

    public static SettingText Several(string origin, IEnumerable<string?> texts)
    {
        string?[] entries = [.. texts];
        return new(origin, texts: TextList.Clean(entries), hasEmptyEntry: Array.Exists(entries, string.IsNullOrWhiteSpace));
    }

    public static SettingText Refused(string origin, string refusal) => new(origin, refusal: refusal);

    /// <summary>Names with values; refused where a text or a list is wanted.</summary>
    public static SettingText Map(string origin, IReadOnlyList<KeyValuePair<string, SettingText>> entries, string refusal) => new(origin, refusal: refusal, entries: entries);

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

    /// <summary>As a list without empty entries: skipping one would silently drop a requirement.</summary>
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

    /// <summary>As names with values; a list of names has none. A text is read as <see cref="TextMap.Parse"/> does.</summary>
    /// <param name="convert">From the names to the value, or to what is wrong with them.</param>
    public Setting<object> ToMap(Func<IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>?>>, (object? Value, string? Refusal)> convert)
    {
        if (IsNull)
        {
            return new(Origin, null);
        }

        string? refusal = _hasEmptyEntry ? EmptyEntry : _refusal;
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>?>>? entries =
            _text is not null ? TextMap.Parse(_text, out refusal)
            : _entries is not null ? ReadEntries(out refusal)
            : _texts is not null ? TextMap.OfNames(_texts)
            : null;
        (object? value, refusal) = entries is null || refusal is not null ? (null, refusal) : entries.Count == 0 ? (null, Empty) : convert(entries);
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

    private List<KeyValuePair<string, IReadOnlyList<string>?>> ReadEntries(out string? refusal)
    {
        List<KeyValuePair<string, IReadOnlyList<string>?>> entries = [];
        foreach ((string name, SettingText given) in _entries!)
        {
            if (given._text is null && (given._texts is null || given._hasEmptyEntry))
            {
                refusal = Nested;
                return [];
            }

            // The JSON files of ASP.NET Core hold true as "True"; a token has it as true.
            entries.Add(new(name, given._texts ?? [given._text is "True" or "False" ? given._text.ToLowerInvariant() : given._text!]));
        }

        refusal = null;
        return entries;
    }
}
