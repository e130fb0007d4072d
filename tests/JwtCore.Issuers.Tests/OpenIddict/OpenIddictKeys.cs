using System.Security.Cryptography;
using JwtCore.Issuers.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.Issuers.Tests.OpenIddict;

/// <summary>The signing keys of a server by generation, and those it publishes now.</summary>
internal sealed class OpenIddictKeys
{
    private readonly Dictionary<string, SigningCredentials[]> _generations = [];
    private volatile SigningCredentials[] _published = [];

    public IReadOnlyList<SigningCredentials> Published => _published;

    public void Publish(string[] generations) => _published = [.. generations.SelectMany(Generation)];

    private SigningCredentials[] Generation(string name)
    {
        if (!_generations.TryGetValue(name, out SigningCredentials[]? keys))
        {
            keys = Create(name);
            _generations.Add(name, keys);
        }

        return keys;
    }

    private static SigningCredentials[] Create(string generation) =>
    [
        Credentials(new RsaSecurityKey(RSA.Create(2048)), generation, JwtAlgorithm.RS256),
        Credentials(new RsaSecurityKey(RSA.Create(2048)), generation, JwtAlgorithm.PS256),
        Credentials(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)), generation, JwtAlgorithm.ES256),
    ];

    private static SigningCredentials Credentials(SecurityKey key, string generation, JwtAlgorithm algorithm)
    {
        key.KeyId = Given.KeyId(generation, algorithm);
        return new SigningCredentials(key, algorithm.ToString());
    }
}
