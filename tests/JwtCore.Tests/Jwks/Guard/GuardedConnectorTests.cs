using System.Net;
using System.Net.Sockets;
using JwtCore.Jwks;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

public class GuardedConnectorTests
{
    private const string First = "93.184.216.34";
    private const string Second = "2606:2800:220:1::1";
    private const string NoAddress = "The host has no address.";
    private const string NotPublic = "The host has an address that is not public.";

    private readonly FakeNetwork _network = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_addresses_are_dialled_in_order_until_one_answers()
    {
        GuardedConnector connector = new(_network.Resolving(First, Second, "8.8.8.8"), _network.Dialling(address => address == First ? null : Stream.Null));

        Assert.Same(Stream.Null, await connector.ConnectAsync(new DnsEndPoint("issuer.example", 443), null, Cancellation));
        Assert.Equal(["issuer.example"], _network.Resolved);
        Assert.Equal([(First, 443), (Second, 443)], _network.Dialled);
    }

    [Fact]
    public async Task When_no_address_answers_the_last_failure_is_seen()
    {
        GuardedConnector connector = new(_network.Resolving(First, Second), _network.Dialling(_ => null));

        await Assert.ThrowsAsync<SocketException>(() => Connect(connector, "issuer.example"));
        Assert.Equal([(First, 443), (Second, 443)], _network.Dialled);
        Assert.Single(_network.Resolved);
    }

    [Fact]
    public async Task A_failure_that_is_not_the_address_s_ends_the_attempt()
    {
        GuardedConnector connector = new(_network.Resolving(First, Second), _network.Dialling(_ => throw new NotSupportedException()));

        await Assert.ThrowsAsync<NotSupportedException>(() => Connect(connector, "issuer.example"));
        Assert.Single(_network.Dialled);
    }

    [Theory]
    [InlineData("10.0.0.1"), InlineData(First, "10.0.0.1"), InlineData("10.0.0.1", First), InlineData(First, Second, "::1"), InlineData(First, "64:ff9b::a9fe:a9fe", Second)]
    public async Task One_address_that_is_not_public_refuses_the_host(params string[] addresses)
    {
        GuardedConnector connector = new(_network.Resolving(addresses), _network.Dialling(_ => Stream.Null));

        Assert.Equal(NotPublic, (await Assert.ThrowsAsync<AddressRefusedException>(() => Connect(connector, "issuer.example"))).Message);
        Assert.Empty(_network.Dialled);
    }

    [Fact]
    public async Task A_host_without_address_is_refused()
    {
        GuardedConnector connector = new(_network.Resolving(), _network.Dialling(_ => Stream.Null));

        Assert.Equal(NoAddress, (await Assert.ThrowsAsync<AddressRefusedException>(() => Connect(connector, "issuer.example"))).Message);
        Assert.Empty(_network.Dialled);
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("[::1]"), InlineData("::1"), InlineData("[fe80::1%1]"), InlineData("169.254.169.254"), InlineData("[::ffff:10.0.0.1]"), InlineData("2130706433")]
    public async Task A_literal_that_is_not_public_is_refused(string host)
    {
        GuardedConnector connector = new(_network.Resolving(First), _network.Dialling(_ => Stream.Null));

        Assert.Equal(NotPublic, (await Assert.ThrowsAsync<AddressRefusedException>(() => Connect(connector, host))).Message);
        await Assert.ThrowsAsync<AddressRefusedException>(() => Connect(new GuardedConnector(), host));
        Assert.Empty(_network.Resolved);
        Assert.Empty(_network.Dialled);
    }

    [Theory]
    [InlineData(First, First), InlineData("[2606:2800:220:1::1]", Second), InlineData(Second, Second)]
    public async Task A_public_literal_is_dialled_as_it_is(string host, string address)
    {
        GuardedConnector connector = new(_network.Resolving("8.8.8.8"), _network.Dialling(_ => Stream.Null));

        await Connect(connector, host);
        Assert.Empty(_network.Resolved);
        Assert.Equal([(address, 443)], _network.Dialled);
    }

    // Each address has an equal share of the limit, and one share is left for what comes after the connection.
    [Fact]
    public async Task When_an_address_hangs_the_next_is_tried_after_its_share_of_the_limit_and_not_before()
    {
        FakeTimeProvider time = new();
        FakeNetwork network = new();
        TaskCompletionSource hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);
        GuardedConnector connector = new(
            network.Resolving(First, Second),
            async (address, port, token) =>
            {
                Stream stream = await network.Dialling(_ => Stream.Null)(address, port, token);
                if (address.ToString() == First)
                {
                    hangs.SetResult();
                    await Task.Delay(Timeout.Infinite, token);
                }

                return stream;
            },
            limit: TimeSpan.FromSeconds(9),
            time: time);

        Task<Stream> connecting = Connect(connector, "issuer.example");
        await hangs.Task;
        time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.Single(network.Dialled);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Same(Stream.Null, await connecting);
        Assert.Equal([(First, 443), (Second, 443)], network.Dialled);
        Assert.Single(network.Resolved);
    }

    [Fact]
    public async Task Before_an_address_that_hangs_is_dialled_all_addresses_are_judged()
    {
        GuardedConnector connector = new(_network.Resolving(First, "10.0.0.1"), (_, _, token) => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => Stream.Null, TaskScheduler.Default), limit: TimeSpan.FromSeconds(9));
        await Assert.ThrowsAsync<AddressRefusedException>(() => Connect(connector, "issuer.example"));
    }

    [Fact]
    public async Task Cancellation_while_an_address_hangs_dials_no_further_address()
    {
        using CancellationTokenSource source = new();
        GuardedConnector connector = new(_network.Resolving(First, Second), async (address, port, token) =>
        {
            await _network.Dialling(_ => Stream.Null)(address, port, token);
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return Stream.Null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connector.ConnectAsync(new DnsEndPoint("issuer.example", 443), null, source.Token).AsTask());
        Assert.Equal([(First, 443)], _network.Dialled);
    }

    [Theory]
    [InlineData("127.0.0.1", true), InlineData("::1", true), InlineData("10.0.0.1", true), InlineData("fd00::1", true)]
    [InlineData(First, false), InlineData(Second, false), InlineData("169.254.169.254", false)]
    public async Task For_plain_http_all_addresses_must_be_loopback_or_private(string address, bool passes)
    {
        GuardedConnector alone = new(_network.Resolving(address), _network.Dialling(_ => Stream.Null), AddressRule.Private);
        GuardedConnector mixed = new(_network.Resolving("10.0.0.1", address), _network.Dialling(_ => Stream.Null), AddressRule.Private);
        foreach (GuardedConnector connector in (GuardedConnector[])[alone, mixed])
        {
            if (passes)
            {
                Assert.Same(Stream.Null, await Connect(connector, "issuer.example"));
            }
            else
            {
                int before = _network.Dialled.Count;
                await Assert.ThrowsAsync<AddressRefusedException>(() => Connect(connector, "issuer.example"));
                Assert.Equal(before, _network.Dialled.Count);
            }
        }

        await Assert.ThrowsAsync<AddressRefusedException>(() => Connect(new GuardedConnector(_network.Resolving(), _network.Dialling(_ => Stream.Null), AddressRule.Private), "issuer.example"));
    }

    [Fact]
    public async Task Without_a_rule_any_address_is_dialled_and_a_host_without_one_is_not_found()
    {
        GuardedConnector connector = new(_network.Resolving("10.0.0.1", First), _network.Dialling(_ => Stream.Null), AddressRule.Any);
        Assert.Same(Stream.Null, await Connect(connector, "issuer.example"));
        GuardedConnector lost = new(_network.Resolving(), _network.Dialling(_ => Stream.Null), AddressRule.Any);
        Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => Connect(lost, "issuer.example"))).SocketErrorCode);
    }

    [Fact]
    public async Task A_failure_to_resolve_is_passed_on()
    {
        GuardedConnector connector = new((_, _) => throw new SocketException((int)SocketError.HostNotFound), _network.Dialling(_ => Stream.Null));

        Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => Connect(connector, "issuer.example"))).SocketErrorCode);
    }

    [Fact]
    public async Task Cancellation_ends_waiting_for_a_resolver_that_does_not_listen()
    {
        using CancellationTokenSource source = new();
        TaskCompletionSource<IPAddress[]> answer = new();
        GuardedConnector connector = new((_, _) => answer.Task, _network.Dialling(_ => Stream.Null));

        Task<Stream> connecting = connector.ConnectAsync(new DnsEndPoint("issuer.example", 443), null, source.Token).AsTask();
        Assert.False(connecting.IsCompleted);
        await source.CancelAsync();

        // Too late to matter.
        answer.SetResult([IPAddress.Loopback]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Empty(_network.Dialled);
    }

    [Fact]
    public async Task After_cancellation_nothing_is_resolved()
    {
        GuardedConnector connector = new(_network.Resolving(First), _network.Dialling(_ => Stream.Null));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connector.ConnectAsync(new DnsEndPoint("issuer.example", 443), null, new CancellationToken(true)).AsTask());
        Assert.Empty(_network.Resolved);
    }

    [Fact]
    public async Task After_cancellation_no_further_address_is_dialled()
    {
        using CancellationTokenSource source = new();
        GuardedConnector connector = new(_network.Resolving(First, Second), _network.Dialling(_ =>
        {
            source.Cancel();
            return null;
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connector.ConnectAsync(new DnsEndPoint("issuer.example", 443), null, source.Token).AsTask());
        Assert.Equal([(First, 443)], _network.Dialled);
    }

    [Fact]
    public async Task The_resolver_and_the_dialler_get_the_token()
    {
        using CancellationTokenSource source = new();
        List<CancellationToken> seen = [];
        GuardedConnector connector = new(
            (_, token) =>
            {
                seen.Add(token);
                return Task.FromResult<IPAddress[]>([IPAddress.Parse(First)]);
            },
            (_, _, token) =>
            {
                seen.Add(token);
                return Task.FromResult(Stream.Null);
            });

        await connector.ConnectAsync(new DnsEndPoint("issuer.example", 443), null, source.Token);
        Assert.Equal([source.Token, source.Token], seen);
    }

    [Fact]
    public async Task TCP_sends_without_delay_and_closes_with_its_stream()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Stream stream = await GuardedConnector.DialAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port, Cancellation);
        using Socket accepted = await listener.AcceptSocketAsync(Cancellation);

        Assert.True(Assert.IsType<NetworkStream>(stream).Socket.NoDelay);
        await stream.DisposeAsync();
        Assert.Equal(0, await accepted.ReceiveAsync(new byte[1], Cancellation));
    }

    [Fact]
    public async Task TCP_tells_a_refused_connection_from_a_cancelled_one()
    {
        // Bound but not listening: the port is taken and answers nobody.
        using Socket bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)bound.LocalEndPoint!).Port;

        await Assert.ThrowsAsync<SocketException>(() => GuardedConnector.DialAsync(IPAddress.Loopback, port, Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GuardedConnector.DialAsync(IPAddress.Loopback, port, new CancellationToken(true)));
    }

    private static Task<Stream> Connect(GuardedConnector connector, string host) => connector.ConnectAsync(new DnsEndPoint(host, 443), null, Cancellation).AsTask();
}
