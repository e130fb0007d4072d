using System.Net;
using System.Net.Sockets;

namespace JwtCore.Jwks;

/// <summary>
/// Opens connections to hosts that have public addresses only, for <see cref="SocketsHttpHandler.ConnectCallback"/>. A host
/// is resolved once per connection and the addresses that were judged are those connected to, so that a second answer of
/// its name server changes nothing. TLS remains with the handler, which knows the host by its name. Safe for concurrent use.
/// </summary>
/// <remarks>
/// The handler must use no proxy, because then the proxy's address would be judged, and no HTTP/3, which does not ask here.
/// </remarks>
internal sealed class GuardedConnector
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly Func<IPAddress, int, CancellationToken, Task<Stream>> _dial;

    /// <param name="resolve">Finds the addresses of a host name; the platform's resolver when null.</param>
    /// <param name="dial">Connects to an address and port, or throws <see cref="SocketException"/>; TCP when null.</param>
    public GuardedConnector(
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
        Func<IPAddress, int, CancellationToken, Task<Stream>>? dial = null)
    {
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        _dial = dial ?? DialAsync;
    }

    /// <summary>Connects to the first address that answers.</summary>
    /// <exception cref="AddressRefusedException">The host has no address, or one that is not public.</exception>
    /// <exception cref="SocketException">The host could not be resolved, or none of its addresses answers.</exception>
    /// <exception cref="OperationCanceledException">The connection is no longer wanted.</exception>
    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(SocketsHttpConnectionContext, CancellationToken)"/>
    internal async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IPAddress[] addresses = await ResolveAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
        {
            throw new AddressRefusedException("The host has no address.");
        }

        // One address that is not public condemns all: whoever mixes them hopes that it is the one connected to.
        if (!Array.TrueForAll(addresses, PublicAddress.IsPublic))
        {
            throw new AddressRefusedException("The host has an address that is not public.");
        }

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

    // The handler gives an IPv6 literal in brackets, as RFC 3986 section 3.2.2 writes it; the parser takes both forms. The
    // platform's resolver cannot always be cancelled, so waiting for it can.
    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out IPAddress? literal)
            ? [literal]
            : await _resolve(host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);

    private async Task<Stream> DialFirstAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        for (int i = 0; ; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await _dial(addresses[i], port, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
                // This address does not answer; the next one may. The failure of the last one is the caller's to see.
            }
        }
    }
}
