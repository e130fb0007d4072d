namespace JwtCore.Issuers.Tests.OidcProvider;

public sealed class OidcProviderRotationTests : RotationTests<OidcProviderServer>;
