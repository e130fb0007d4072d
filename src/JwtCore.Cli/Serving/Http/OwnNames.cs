using System.Net;

namespace JwtCore.Cli;

/// <summary>
/// The names under which the server answers. A page of another site that leads its own name to loopback (DNS rebinding) sends
/// that name as Host, and a form of another site sends that site as Origin.
/// </summary>
internal sealed class OwnNames(int port)
{
    // Browsers and clients leave out the port of http.
    private const int PortOfScheme = 80;

    private readonly string[] _authorities =
        [.. Hosts.Select(host => $"{host}:{port}"), .. port == PortOfScheme ? Hosts : []];

    /// <summary>The hosts, the one of the issuer first.</summary>
    public static IReadOnlyList<string> Hosts { get; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether a request came over loopback to one of the names.</summary>
    public bool AreMeantBy(ServerRequest request) =>
        IPAddress.IsLoopback(request.Client) && request.Head[RequestHead.Host] is string host && _authorities.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request comes from one of the server's own pages, or from no page.</summary>
    public bool AreOriginOf(ServerRequest request) =>
        request.Head[RequestHead.Origin] is not string origin || _authorities.Any(authority => origin.Equals($"http://{authority}", StringComparison.OrdinalIgnoreCase));

    public override string ToString() => string.Join(", ", Hosts.Select(host => $"{host}:{port}"));
}
