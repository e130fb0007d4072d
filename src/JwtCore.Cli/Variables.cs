using System.Text;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>The settings that environment variables give where no option does. An empty variable is none.</summary>
internal sealed class Variables(Func<string, string?> read)
{
    public const string PublicKey = "JWTCORE_PUBLIC_KEY";
    public const string JwksUri = "JWTCORE_JWKS_URI";
    public const string Issuer = "JWTCORE_ISSUER";
    public const string Algorithm = "JWTCORE_ALGORITHM";
    public const string Audience = "JWTCORE_AUDIENCE";
    public const string RequiredScopes = "JWTCORE_REQUIRED_SCOPES";

    private static readonly char[] Separators = [',', ' '];

    /// <summary>The value as it is, or null.</summary>
    public string? Text(string name) => read(name) is { Length: > 0 } text ? text : null;

    /// <summary>The words of a value, parted by commas or spaces.</summary>
    public string[] Words(string name) => Text(name)?.Split(Separators, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The same, or the strings of a JSON array.</summary>
    /// <exception cref="UsageException">It starts like an array and is none of strings.</exception>
    public string[] WordsOrArray(string name)
    {
        if (Text(name)?.TrimStart() is not ['[', ..] text)
        {
            return Words(name);
        }

        return StrictJson.TryParse(Encoding.UTF8.GetBytes(text), out JsonElement array, out _)
            && array.ValueKind == JsonValueKind.Array
            && array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? [.. array.EnumerateArray().Select(item => item.GetString()!)]
                : throw new UsageException($"{name}: must be a JSON array of strings, or words parted by commas or spaces.");
    }
}
