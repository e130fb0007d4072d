using JwtCore.Issuers.Tests.Support;

namespace JwtCore.Issuers.Tests.OpenIddict;

public sealed class OpenIddictTests(SharedProvider<OpenIddictProvider> shared) : ProviderTests<OpenIddictProvider>(shared);
