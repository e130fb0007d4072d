namespace JwtCore.Jwks;

/// <summary>A host was not connected to because of its addresses. The message quotes neither.</summary>
internal sealed class AddressRefusedException(string message) : Exception(message);
