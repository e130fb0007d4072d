using JwtCore.Testing;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Bench;

/// <summary>
/// A thousand nodes that verify tokens of one issuer, through a rotation, a removal and an outage, in simulated time: what
/// the issuer's endpoint sees, and when the last node knows. The nodes start together and each sees a token every second.
/// </summary>
internal static class FleetSimulation
{
    public const int Nodes = 1_000;

    // Seconds from the start; none meets the hours at which the plain caches end by chance.
    private const int NewKeyAt = 3_900;
    private const int OldKeyRemovedAt = 8_100;
    private const int OutageFrom = 12_600;
    private const int OutageUntil = 15_300;
    private const int End = 16_800;

    // Refusals are asked for less often than once a second: each costs a signature.
    private const int OldKeyEvery = 5;

    public static int Run(TextWriter output)
    {
        Result[] results =
        [
            Simulate("JwtCore", static (time, client, address, i) => new RemoteFleetNode(time, client, address, new Random(i))),
            Simulate("JwtCore without jitter", static (time, client, address, _) => new RemoteFleetNode(time, client, address, new NoJitter())),
            Simulate("plain cache of one hour", static (time, client, address, _) => new PlainFleetNode(time, client, address)),
        ];
        output.WriteLine($"| {Nodes:N0} nodes | {string.Join(" | ", results.Select(result => result.Name))} |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", results.Length))}");
        Row(output, "requests in the first minute", results, result => result.Between(0, 60));
        Row(output, "requests per minute in quiet times, average", results, result => Math.Round(result.Between(300, NewKeyAt) / 60.0));
        Row(output, "requests per minute in quiet times, most", results, result => result.Most(300, NewKeyAt, 60));
        Row(output, "requests per second in quiet times, most", results, result => result.Most(300, NewKeyAt, 1));
        Row(output, "requests in the minute after the rotation", results, result => result.Between(NewKeyAt, NewKeyAt + 60));
        Row(output, "seconds until the last node accepts the new key", results, result => result.NewKeyKnown);
        Row(output, "seconds until the last node refuses the removed key", results, result => result.OldKeyRefused);
        Row(output, "requests per minute in the outage of 45 minutes, average", results, result => Math.Round(result.Between(OutageFrom, OutageUntil) / 45.0));
        Row(output, "requests per second in the outage, most", results, result => result.Most(OutageFrom, OutageUntil, 1));
        Row(output, "good tokens refused in the outage, of 2,700,000", results, result => result.RefusedInOutage);
        Row(output, "requests per second after the outage, most", results, result => result.Most(OutageUntil, OutageUntil + 600, 1));
        return 0;
    }

    private static void Row(TextWriter output, string name, Result[] results, Func<Result, double> value) =>
        output.WriteLine($"| {name} | {string.Join(" | ", results.Select(result => double.IsNaN(value(result)) ? "never" : $"{value(result):N0}"))} |");

    private static Result Simulate(string name, Func<FakeTimeProvider, HttpClient, string, int, FleetNode> make)
    {
        TestKeyPair old = TestKeyPair.Create(JwtAlgorithm.ES256, "old");
        TestKeyPair next = TestKeyPair.Create(JwtAlgorithm.ES256, "next");
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
        using FakeJwksEndpoint endpoint = new(old);
        using HttpClient client = new(endpoint);
        string oldToken = Sign(old, time);
        string nextToken = Sign(next, time);
        FleetNode[] nodes = [.. Enumerable.Range(0, Nodes).Select(i => make(time, client, endpoint.JwksUri, i))];
        Result result = new(name, new int[End]);
        for (int second = 0; second < End; second++)
        {
            switch (second)
            {
                case NewKeyAt:
                    endpoint.Publish(old, next);
                    break;
                case OldKeyRemovedAt:
                    endpoint.Publish(next);
                    break;
                case OutageFrom:
                    endpoint.Fail();
                    break;
                case OutageUntil:
                    endpoint.Recover();
                    break;
            }

            int before = endpoint.Requests;
            foreach (FleetNode node in nodes)
            {
                Step(node, second, oldToken, nextToken, result);
            }

            foreach (FleetNode node in nodes)
            {
                node.Idle.GetAwaiter().GetResult();
            }

            time.Advance(TimeSpan.FromSeconds(1));
            foreach (FleetNode node in nodes)
            {
                node.Idle.GetAwaiter().GetResult();
            }

            result.Requests[second] = endpoint.Requests - before;
        }

        foreach (IDisposable node in nodes.OfType<IDisposable>())
        {
            node.Dispose();
        }

        result.NewKeyKnown = nodes.Max(node => node.KnowsNew - NewKeyAt);
        result.OldKeyRefused = nodes.Max(node => node.RefusesOld - OldKeyRemovedAt);
        return result;
    }

    // The issuer signs with the new key from the second on in which it publishes it.
    private static void Step(FleetNode node, int second, string oldToken, string nextToken, Result result)
    {
        bool isNew = second >= NewKeyAt;
        bool isKnown = isNew ? !double.IsNaN(node.KnowsNew) : second > 0;
        bool isAccepted = isKnown ? node.Holds(isNew ? "next" : "old") : node.Accepts(isNew ? nextToken : oldToken);
        if (isNew && isAccepted && !isKnown)
        {
            node.KnowsNew = second;
        }

        result.RefusedInOutage += second is >= OutageFrom and < OutageUntil && !isAccepted ? 1 : 0;
        if (second >= OldKeyRemovedAt && double.IsNaN(node.RefusesOld) && second % OldKeyEvery == 0 && !node.Accepts(oldToken))
        {
            node.RefusesOld = second;
        }
    }

    private static string Sign(TestKeyPair pair, TimeProvider time) => pair.Sign(
        $$"""{"iss":"{{Sample.Issuer}}","aud":"{{Sample.Audience}}","exp":{{time.GetUtcNow().AddDays(1).ToUnixTimeSeconds()}}}""");

    private sealed class NoJitter : Random
    {
        public override double NextDouble() => 0.999999;
    }

    private sealed record Result(string Name, int[] Requests)
    {
        public double NewKeyKnown { get; set; }

        public double OldKeyRefused { get; set; }

        public double RefusedInOutage { get; set; }

        public double Between(int from, int until) => Requests.AsSpan(from, until - from).ToArray().Sum();

        public double Most(int from, int until, int window) => Enumerable.Range(from, until - from - window + 1).Max(start => Between(start, start + window));
    }
}
