namespace JwtCore.Hosting;

/// <summary>The value of one setting and where it is from. The default value is a setting that nobody has given, not even as null.</summary>
/// <typeparam name="T">What it is a setting of.</typeparam>
internal readonly struct Setting<T>
    where T : class
{
    /// <param name="origin">Where it is from, as its author would name it.</param>
    /// <param name="value">The value; null when it was given as null, or is refused.</param>
    /// <param name="refusal">What is wrong with it, to follow its origin in a sentence; null when nothing is.</param>
    public Setting(string origin, T? value, string? refusal = null)
    {
        Origin = origin;
        Value = value;
        Refusal = refusal;
    }

    /// <summary>Where it is from; null when nobody has given it.</summary>
    public string? Origin { get; }

    /// <summary>The value, or null.</summary>
    public T? Value { get; }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Refusal { get; }

    /// <summary>The value, or null when there is none.</summary>
    /// <exception cref="ArgumentException">It is refused.</exception>
    public T? Checked() => Refusal is null ? Value : throw Refused(Refusal);

    /// <summary>What is wrong, as a sentence that begins with the origin.</summary>
    public ArgumentException Refused(string refusal) => new($"{Origin} {refusal}");

    /// <summary>The same without a value, as a setting of something else.</summary>
    public Setting<TOther> As<TOther>()
        where TOther : class => Origin is null ? default : new(Origin, null, Refusal);

    /// <summary>The same as a setting of any type.</summary>
    public Setting<object> ToObject() => Origin is null ? default : new(Origin, Value, Refusal);

    /// <summary>The same as a setting of something that is made of its value.</summary>
    /// <param name="convert">From the value to the other, or to what is wrong with it.</param>
    public Setting<object> To(Func<T, (object? Value, string? Refusal)> convert)
    {
        if (Value is null)
        {
            return As<object>();
        }

        (object? value, string? refusal) = convert(Value);
        return new(Origin!, value, refusal);
    }
}
