using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Scenarios;

/// <summary>
/// Sixteen threads verify without pause while the keys rotate a thousand times and the endpoint fails at random. After
/// rotation n the set is n and n + 1, so that n + 1 is in the set before and after each step, and n - 1 never again.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class RaceTests
{
    private const int Threads = 16;
    private const int Rotations = 1_000;

    // Shorter than the time limit of an attempt: the threads start some between two steps.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly TestKeyPair[] _pairs = [.. Enumerable.Range(0, Rotations + 3).Select(i => TestKeyPair.Create(JwtAlgorithm.ES256, $"key-{i}"))];
    private readonly Random _random = new(7);
    private int _rotation;
    private long _verified;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rotating_keys_give_no_wrong_answer_no_stray_exception_and_no_growth(bool remembersTokens)
    {
        int stray = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> count = (_, _) => Interlocked.Increment(ref stray);
        TaskScheduler.UnobservedTaskException += count;
        await using World world = new(new DirectTransport(new FakeJwksEndpoint(_pairs[0], _pairs[1]) { MaxAge = TimeSpan.FromMinutes(1) }), cache: remembersTokens ? new TokenCacheOptions() : null);
        await world.LoadAsync();
        string[] tokens = [.. _pairs.Select(world.Token)];
        TestKeyPair stranger = TestKeyPair.Create(JwtAlgorithm.ES256);
        string[] forged = [.. _pairs.Select(pair => world.Token(stranger.With(JwtAlgorithm.ES256, pair.KeyId)))];
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task[] verifiers = [.. Enumerable.Range(0, Threads).Select(i => Task.Factory.StartNew(
            () => VerifyUntilStopped(world, tokens, forged, useAsync: i % 4 == 0, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];

        long growth;
        try
        {
            await RotateAsync(world, 1, 100);
            long before = GC.GetTotalMemory(forceFullCollection: true);
            await RotateAsync(world, 101, Rotations);
            growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(verifiers);
        }

        await world.Keys.Idle;

        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= count;
        Assert.Equal(0, stray);
        Assert.InRange(growth, long.MinValue, 4 * 1024 * 1024);
        Assert.InRange(_verified, Rotations, long.MaxValue);
    }

    private async Task RotateAsync(World world, int first, int last)
    {
        for (int i = first; i <= last; i++)
        {
            world.Endpoint.Publish(_pairs[i], _pairs[i + 1]);
            TimeSpan atMost = world.Keys.Guarantees.UpdateDelay;
            if (_random.Next(3) == 0)
            {
                int failures = _random.Next(1, 4);
                world.Endpoint.Fail(failures);
                atMost += failures * world.Keys.Guarantees.RecoveryDelay;
            }

            for (TimeSpan passed = TimeSpan.Zero; !world.Keys.Status.Keys.Any(key => key.KeyId == _pairs[i + 1].KeyId); passed += Step)
            {
                Assert.True(passed <= atMost, $"rotation {i} was not seen within {atMost}: {world.Keys.Status.State}, next in {world.Keys.Status.NextRefreshIn}, {string.Join(' ', world.Keys.Status.LastAttempts)}");
                world.Time.Advance(Step);
                await world.Keys.Idle;
            }

            Volatile.Write(ref _rotation, i);
        }
    }

    private void VerifyUntilStopped(World world, string[] tokens, string[] forged, bool useAsync, CancellationToken stop)
    {
        Func<string, VerifyError> verify = useAsync
            ? token => world.Verifier.VerifyAsync(token.AsMemory(), CancellationToken.None).AsTask().GetAwaiter().GetResult().Error
            : world.Verify;
        while (!stop.IsCancellationRequested)
        {
            int rotation = Volatile.Read(ref _rotation);
            VerifyError good = verify(tokens[rotation + 1]);
            if (Volatile.Read(ref _rotation) == rotation)
            {
                Assert.Equal(VerifyError.None, good);
            }

            Assert.NotEqual(VerifyError.None, verify(forged[rotation + 1]));
            if (rotation > 0)
            {
                Assert.Equal(VerifyError.KeyNotFound, verify(tokens[rotation - 1]));
            }

            Interlocked.Increment(ref _verified);
        }
    }
}
