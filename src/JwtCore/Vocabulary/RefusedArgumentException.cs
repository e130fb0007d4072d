namespace JwtCore;

/// <summary>
/// A property of a policy or of options, or an argument, is refused. <see cref="ArgumentException.ParamName"/> is its name;
/// <see cref="Explain"/> gives the message with other names, for programs whose settings have names of their own.
/// </summary>
public sealed class RefusedArgumentException : ArgumentException
{
    private readonly string? _owner;
    private readonly string _reason;
    private readonly string _rest;

    /// <param name="name">The property or parameter.</param>
    /// <param name="reason">What is wrong, to follow the name in a sentence; ends before the other name, if there is one.</param>
    /// <param name="other">Another property or a value that the sentence names, or null.</param>
    /// <param name="rest">What follows the other name.</param>
    /// <param name="owner">The type that has the property, when the name alone does not say it.</param>
    internal RefusedArgumentException(string name, string reason, string? other = null, string rest = "", string? owner = null)
        : base(null, name)
    {
        _owner = owner;
        _reason = reason;
        _rest = rest;
        OtherName = other;
    }

    /// <summary>
    /// The second thing that the message names, because changing it helps too: another property such as <c>Profile</c>, or
    /// a value such as <c>Tolerance.MissingExpiration</c> or <c>Expected.Any</c>. Null when the message names one property.
    /// </summary>
    public string? OtherName { get; }

    /// <summary>One or two sentences: what is wrong and, where it helps, what to change. No value of a key or a secret is quoted.</summary>
    public override string Message => Explain(_owner is null ? ParamName! : $"{_owner}.{ParamName}", OtherName);

    /// <summary>The message with other names in the place of the property's.</summary>
    /// <param name="name">What the reader calls <see cref="ArgumentException.ParamName"/>, such as the option that was typed.</param>
    /// <param name="other">What the reader calls <see cref="OtherName"/>; null leaves that name as it is.</param>
    /// <returns>One or two sentences that begin with <paramref name="name"/>.</returns>
    public string Explain(string name, string? other = null) => $"{name} {_reason}{(OtherName is null ? null : other ?? OtherName)}{_rest}";
}
