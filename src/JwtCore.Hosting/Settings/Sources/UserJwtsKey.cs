namespace JwtCore.Hosting;

/// <summary>A shared secret with the issuer that it is for, as <c>dotnet user-jwts</c> writes it.</summary>
/// <param name="path">Where it is in the configuration.</param>
/// <param name="issuer">The issuer.</param>
/// <param name="value">The secret in base64.</param>
internal sealed class UserJwtsKey(string path, string? issuer, string? value)
{
    /// <summary>Where it is in the configuration.</summary>
    public string Path { get; } = path;

    /// <summary>The issuer.</summary>
    public string? Issuer => issuer;

    /// <summary>The secret in base64.</summary>
    public string? Value => value;

    /// <summary>Whether it is for one of these issuers.</summary>
    public bool IsFor(Expected issuers) => issuers.IsAny || issuers.Contains(issuer, StringComparer.Ordinal);

    /// <summary>Those of these issuers that it is for; all of them only where any is accepted.</summary>
    public Expected Narrow(Expected issuers) => issuers.IsAny ? issuers : issuer!;

    /// <summary>The bytes of the secret.</summary>
    /// <exception cref="ArgumentException">It is not base64.</exception>
    public byte[] Decode()
    {
        byte[] bytes = new byte[value?.Length ?? 0];
        return value is not null && Convert.TryFromBase64String(value, bytes, out int written)
            ? bytes[..written]
            : throw new ArgumentException($"{Path}:Value is not base64.");
    }
}
