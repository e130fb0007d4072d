using System.Net;
using System.Net.Sockets;

namespace JwtCore.Jwks;

/// <summary>
/// Opens connections to hosts whose addresses all obey a rule. A host is resolved once per connection and the addresses
/// that were judged are those connected to, so that a second answer of its name server changes nothing. TLS remains with
/// the handler, which knows the host by its name. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Under a rule the handler must use no proxy, because then the proxy's address would be judged, and no HTTP/3, which does
/// not ask here.
/// </remarks>
internal sealed class GuardedConnector
{
    private readonly AddressRule _rule;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly Func<IPAddress, int, CancellationToken, Task<Stream>> _dial;

    /// <param name="resolve">Finds the addresses of a host name; the platform's resolver when null.</param>
    /// <param name="dial">Connects to an address and port, or throws <see cref="SocketException"/>; TCP when null.</param>
    /// <param name="rule">What all addresses of a host must obey.</param>
    /// <param name="limit">The time for all addresses together, of which each but the last gets its share; null for none.</param>
    /// <param name="time">The clock of that; the system's when null.</param>
    public GuardedConnector(
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
        Func<IPAddress, int, CancellationToken, Task<Stream>>? dial = null,
        AddressRule rule = AddressRule.Public,
        TimeSpan? limit = null,
        TimeProvider? time = null)
    {
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        _dial = dial ?? DialAsync;
        _rule = rule;
        _limit = limit ?? Timeout.InfiniteTimeSpan;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Connects to the first address that answers.</summary>
    /// <exception cref="AddressRefusedException">An address of the host does not obey the rule, or under a rule there is none.</exception>
    /// <exception cref="SocketException">The host could not be resolved, or none of its addresses answers.</exception>
    /// <exception cref="OperationCanceledException">The connection is no longer wanted.</exception>
    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint, null, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(SocketsHttpConnectionContext, CancellationToken)"/>
    internal async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, RequestProgress? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Reach(FetchPhase.NameLookup);
        IPAddress[] addresses = await ResolveAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
        Judge(addresses);
        progress?.Reach(FetchPhase.Connecting);
        return await DialFirstAsync(addresses, endPoint.Port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Connects by TCP.</summary>
    internal static async Task<Stream> DialAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Requests are small and written at once; waiting for more to send would only delay them.
            socket.NoDelay = true;
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            // Refused, unreachable or cancelled: nobody else knows the socket.
            socket.Dispose();
            throw;
        }
    }

    private void Judge(IPAddress[] addresses)
    {
        if (_rule == AddressRule.Any)
        {
            _ = addresses.Length > 0 ? 0 : throw new SocketException((int)SocketError.HostNotFound);
            return;
        }

        if (addresses.Length == 0)
        {
            throw new AddressRefusedException("The host has no address.");
        }

        // One address that does not obey condemns all: whoever mixes them hopes that it is the one connected to.
        if (!Array.TrueForAll(addresses, _rule == AddressRule.Public ? PublicAddress.IsPublic : PrivateAddress.IsPrivate))
        {
            throw new AddressRefusedException(_rule == AddressRule.Public
                ? "The host has an address that is not public."
                : "The host has an address that is neither loopback nor private; plain http is for those alone.");
        }
    }

    // The handler gives an IPv6 literal in brackets, as RFC 3986 section 3.2.2 writes it; the parser takes both forms. The
    // platform's resolver cannot always be cancelled, so waiting for it can.
    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out IPAddress? literal)
            ? [literal]
            : await _resolve(host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);

    private async Task<Stream> DialFirstAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        for (int i = 0; i < addresses.Length - 1; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await TryDialAsync(addresses[i], port, addresses.Length, cancellationToken).ConfigureAwait(false) is Stream stream)
            {
                return stream;
            }
        }

        // The failure of the last one is the caller's to see.
        cancellationToken.ThrowIfCancellationRequested();
        return await _dial(addresses[^1], port, cancellationToken).ConfigureAwait(false);
    }

    // Null when the address does not answer, or not in time: the next one may. Each has an equal share, the last what is left.
    private async Task<Stream?> TryDialAsync(IPAddress address, int port, int addresses, CancellationToken cancellationToken)
    {
        using CancellationTokenSource share = new(_limit == Timeout.InfiniteTimeSpan ? _limit : _limit / (addresses + 1), _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
        try
        {
            return await _dial(address, port, either.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // Refused or unreachable.
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Its share of the time is over.
            return null;
        }
    }
}
