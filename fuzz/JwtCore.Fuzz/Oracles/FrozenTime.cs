namespace JwtCore.Fuzz.Oracles;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class FrozenTime : TimeProvider
{
    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600);

    public DateTimeOffset Now { get; set; } = Start;

    public override DateTimeOffset GetUtcNow() => Now;
}
