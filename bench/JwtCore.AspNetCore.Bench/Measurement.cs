namespace JwtCore.AspNetCore.Bench;

/// <summary>What one round showed of one server.</summary>
/// <param name="PerSecond">Requests per second.</param>
/// <param name="Bytes">Bytes allocated by the server for each request.</param>
/// <param name="Processor">The processor time of the server for each request.</param>
internal readonly record struct Measurement(double PerSecond, double Bytes, TimeSpan Processor);
