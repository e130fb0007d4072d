using System.Diagnostics.Metrics;
using System.Text;
using JwtCore.Tests.Jwks;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Diagnostics;

public sealed class VerificationCountTests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<string> _counted = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _throws;

    public VerificationCountTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "JwtCore", Name: "jwtcore.verifications" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };

        // Other tests verify meanwhile, on other threads.
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (Environment.CurrentManagedThreadId == _thread)
            {
                _counted.Add($"{value} {tags[0].Key}={tags[0].Value}");
                if (_throws)
                {
                    throw new InvalidOperationException("The listener is broken.");
                }
            }
        });
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Each_token_counts_once_by_its_error_in_every_form()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        string good = Hmac.Sign(Hmac.Claims());
        verifier.TryVerify(good, out _);
        verifier.TryVerify(Encoding.UTF8.GetBytes(good), out _);
        verifier.TryVerify("x", out _);
        verifier.TryVerify(new string('x', 20_000), out _);
        verifier.TryVerify("ä.b.c", out _);
        Assert.True((await verifier.VerifyAsync(good.AsMemory(), TestContext.Current.CancellationToken)).IsValid);
        Assert.Equal(
            ["None", "None", "NotCompactJws", "TokenTooLarge", "NotCompactJws", "None"],
            _counted.Select(entry => entry.Replace("1 jwtcore.error=", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("None"), InlineData("Revoked"), InlineData("RevocationCheckFailed")]
    public async Task A_token_that_a_check_is_asked_about_counts_once_by_what_comes_of_it(string expected)
    {
        JwtVerifier verifier = new(TestPolicies.With(), new()
        {
            TimeProvider = FixedTime.At(Tokens.Now),
            IsRevokedAsync = (_, _) => expected == "RevocationCheckFailed" ? throw new InvalidOperationException() : ValueTask.FromResult(expected == "Revoked"),
        });
        await verifier.VerifyAsync(Hmac.Sign(Hmac.Claims()).AsMemory(), TestContext.Current.CancellationToken);

        Assert.Equal([$"1 jwtcore.error={expected}"], _counted);
    }

    [Fact]
    public async Task A_token_whose_key_was_looked_for_counts_once_too()
    {
        using Site site = new();
        using RemoteJwks keys = new("https://issuer.example.com/keys", new RemoteJwksOptions { Client = site.Client, MaxWaiting = 0 });
        JwtVerifier verifier = new(TestPolicies.With(keys, [JwtAlgorithm.ES256]), new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) });
        string token = Tokens.Pair(JwtAlgorithm.ES256).Sign(Tokens.Claims().ToJsonString());
        Assert.Equal(VerifyError.KeysUnavailable, (await verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Error);
        Assert.Equal(["1 jwtcore.error=KeysUnavailable"], _counted);
        await keys.Idle;
    }

    [Fact]
    public void A_listener_that_throws_costs_no_verdict()
    {
        _throws = true;
        Assert.True(Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(Hmac.Claims()), out _));
        Assert.Single(_counted);
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        byte[] token = Encoding.UTF8.GetBytes(Hmac.Sign(Hmac.Claims()));
        using MeterListener quiet = new();
        quiet.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "JwtCore", Name: "jwtcore.verifications" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        quiet.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        _listener.Dispose();
        quiet.Start();
        Assert.Equal(0, Allocations.PerCall(() => verifier.TryVerify(token, out _)));
    }
}
