using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

public class Ed25519SelfTestTests
{
    [Fact]
    public void The_core_passes_its_self_test()
    {
        Assert.True(Ed25519SelfTest.Own.HasPassed);
        Assert.False(Ed25519SelfTest.Own.Failed.IsCancellationRequested);
    }

    [Fact]
    public void The_vector_is_right_and_its_twin_is_damaged()
    {
        Assert.True(Ed25519SelfTest.IsRight(NaiveEd25519.Verify));
        Assert.False(Ed25519SelfTest.IsRight((_, _, _) => true));
        Assert.False(Ed25519SelfTest.IsRight((_, _, _) => false));
        Assert.False(Ed25519SelfTest.IsRight((key, message, signature) => !NaiveEd25519.Verify(key, message, signature)));
    }

    [Fact]
    public void It_runs_once_and_not_before_somebody_asks()
    {
        int runs = 0;
        Ed25519SelfTest test = new(() => ++runs == 1);
        Assert.Equal(0, runs);
        Assert.True(test.HasPassed);
        Assert.True(test.HasPassed);
        Assert.False(test.Failed.IsCancellationRequested);
        Assert.Equal(1, runs);
    }

    [Theory, InlineData(null), InlineData(typeof(OverflowException)), InlineData(typeof(IndexOutOfRangeException)), InlineData(typeof(CryptographicException))]
    public void A_failure_or_an_exception_stays_is_counted_and_is_no_exception(Type? thrown)
    {
        List<string> counted = [];
        using MeterListener listener = Listen(tag => counted.Add(tag));
        Ed25519SelfTest test = new(() => thrown is null ? false : throw (Exception)Activator.CreateInstance(thrown)!);
        int told = 0;
        using CancellationTokenRegistration early = test.Failed.Register(() => told++);
        Assert.Equal(0, told);
        Assert.False(test.HasPassed);
        Assert.False(test.HasPassed);
        using CancellationTokenRegistration late = test.Failed.Register(() => told++);
        Assert.Equal(2, told);
        Assert.Equal(["Ed25519"], counted);
    }

    [Fact]
    public void A_listener_that_throws_changes_nothing()
    {
        using MeterListener listener = Listen(_ => throw new InvalidOperationException("A listener."));
        Ed25519SelfTest test = new(() => false);
        using CancellationTokenRegistration registration = test.Failed.Register(() => throw new InvalidOperationException("A logger."));
        Assert.False(test.HasPassed);
        Assert.True(test.Failed.IsCancellationRequested);
    }

    [Fact]
    public void Success_is_not_counted()
    {
        List<string> counted = [];
        using MeterListener listener = Listen(tag => counted.Add(tag));
        Assert.True(new Ed25519SelfTest(() => true).HasPassed);
        Assert.Empty(counted);
    }

    // The verdict of a thread that comes second waits for the test that the first one started.
    [Fact]
    public async Task Nobody_gets_a_result_before_the_test_has_ended()
    {
        using ManualResetEventSlim started = new();
        using ManualResetEventSlim end = new();
        Ed25519SelfTest test = new(() =>
        {
            started.Set();
            end.Wait(TestContext.Current.CancellationToken);
            return false;
        });
        Task<bool> first = Task.Factory.StartNew(() => test.HasPassed, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        started.Wait(TestContext.Current.CancellationToken);
        Task<bool> second = Task.Factory.StartNew(() => test.HasPassed, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
        end.Set();
        Assert.False(await first);
        Assert.False(await second);
    }

    // Other tests count as well, on threads of their own.
    private static MeterListener Listen(Action<string> counted)
    {
        int thread = Environment.CurrentManagedThreadId;
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "JwtCore" && instrument.Name == "jwtcore.self_test.failures")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (Environment.CurrentManagedThreadId == thread)
            {
                Assert.Equal(1, value);
                Assert.Equal("jwtcore.algorithm", tags[0].Key);
                counted((string)tags[0].Value!);
            }
        });
        listener.Start();
        return listener;
    }
}
