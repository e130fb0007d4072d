namespace JwtCore.Differential.Tokens;

/// <summary>A member of a JSON object as it is written.</summary>
/// <param name="Name">What stands between the quotes.</param>
/// <param name="Value">The value's text.</param>
internal readonly record struct Member(string Name, string Value);
