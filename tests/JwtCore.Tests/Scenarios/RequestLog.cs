namespace JwtCore.Tests.Scenarios;

/// <summary>Lets every request fail, and remembers when it came.</summary>
internal sealed class RequestLog
{
    private readonly List<DateTimeOffset> _times = [];

    public RequestLog(World world) => world.Endpoint.Respond(_ =>
    {
        lock (_times)
        {
            _times.Add(world.Time.GetUtcNow());
        }

        throw new HttpRequestException("down");
    });

    public int Count => _times.Count;

    // A request may reach the endpoint a step of one second after its attempt began.
    public int MostInAnyMinute() => _times.Max(start => _times.Count(time => time >= start && time < start.AddSeconds(59)));
}
