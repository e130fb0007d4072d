namespace JwtCore.Issuers.Tests.OpenIddict;

public sealed class OpenIddictRotationTests : RotationTests<OpenIddictProvider>;
