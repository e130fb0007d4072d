using System.Globalization;

namespace JwtCore.Hosting;

/// <summary>A shared secret with the issuer that it is for, as <c>dotnet user-jwts</c> writes it.</summary>
/// <param name="path">Where it is in the configuration.</param>
/// <param name="issuer">The issuer.</param>
/// <param name="value">The secret in base64.</param>
/// <param name="length">How many bytes it has; null when that is not said.</param>
internal sealed class UserJwtsKey(string path, string? issuer, string? value, string? length = null)
{
    /// <summary>Where it is in the configuration.</summary>
    public string Path { get; } = path;

    /// <summary>The issuer.</summary>
    public string? Issuer => issuer;

    /// <summary>The secret in base64.</summary>
    public string? Value => value;

    /// <summary>How many bytes it has, as the configuration says it.</summary>
    public string? Length => length;

    /// <summary>Whether it is for one of these issuers.</summary>
    public bool IsFor(Expected issuers) => issuers.IsAny || issuers.Contains(issuer, StringComparer.Ordinal);

    /// <summary>The bytes of the secret.</summary>
    /// <exception cref="ArgumentException">It is not base64, or has another length.</exception>
    public byte[] Decode()
    {
        byte[] bytes = new byte[value?.Length ?? 0];
        return value is null || !Convert.TryFromBase64String(value, bytes, out int written) ? throw new ArgumentException($"{Path}:Value is not base64.")
            : length is not null && length != written.ToString(CultureInfo.InvariantCulture) ? throw new ArgumentException($"{Path}:Length is not the number of bytes of {Path}:Value.")
            : bytes[..written];
    }
}
