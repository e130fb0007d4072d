namespace JwtCore.Jwks;

internal sealed class AddressRefusedException : Exception;
