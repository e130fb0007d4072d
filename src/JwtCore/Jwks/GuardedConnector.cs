namespace JwtCore.Jwks;

internal sealed class GuardedConnector
{
    private readonly int _stub = 1;

    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) => _stub == 2 ? default : throw new AddressRefusedException();
}
