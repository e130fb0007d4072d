namespace JwtCore;

/// <summary>How far a request got.</summary>
public enum FetchPhase : byte
{
    /// <summary>Unknown: with the caller's own client, or on a connection that was open already, everything before the response.</summary>
    None = 0,

    /// <summary>Resolving the host name.</summary>
    NameLookup = 1,

    /// <summary>Connecting by TCP.</summary>
    Connecting = 2,

    /// <summary>Opening a tunnel through the proxy, and the TLS handshake inside of it.</summary>
    Tunnel = 3,

    /// <summary>The TLS handshake.</summary>
    TlsHandshake = 4,

    /// <summary>Waiting for the status line and headers.</summary>
    Response = 5,

    /// <summary>Reading the body.</summary>
    Body = 6,
}
