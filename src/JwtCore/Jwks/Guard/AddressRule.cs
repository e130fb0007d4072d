namespace JwtCore.Jwks;

/// <summary>Which addresses a host may have.</summary>
internal enum AddressRule : byte
{
    /// <summary>Any.</summary>
    Any,

    /// <summary>Global unicast addresses.</summary>
    Public,

    /// <summary>Loopback, RFC 1918 and RFC 4193: this machine and its own network.</summary>
    Private,
}
