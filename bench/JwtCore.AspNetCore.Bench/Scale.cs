namespace JwtCore.AspNetCore.Bench;

/// <summary>How much is measured.</summary>
/// <param name="WarmUp">Requests to each server before its first measurement of a load, with repeated tokens.</param>
/// <param name="Rounds">Measurements of each server, in turns.</param>
/// <param name="Requests">Requests of one measurement.</param>
internal sealed record Scale(int WarmUp, int Rounds, int Requests)
{
    /// <summary>Shows that it runs; its figures mean nothing.</summary>
    public static Scale Smoke { get; } = new(200, 2, 200);

    /// <summary>Takes some minutes, most of them to sign tokens.</summary>
    public static Scale Full { get; } = new(3_000, 11, 600);
}
