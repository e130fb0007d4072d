using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace JwtCore.AspNetCore.Tests.Support;

/// <summary>Makes the options of the scheme Bearer anew, as a changed file would.</summary>
internal sealed class OptionsReload : IOptionsChangeTokenSource<JwtCoreOptions>
{
    private ConfigurationReloadToken _token = new();

    public string Name => JwtCoreOptions.DefaultScheme;

    public IChangeToken GetChangeToken() => _token;

    public void Now() => Interlocked.Exchange(ref _token, new ConfigurationReloadToken()).OnReload();
}
