using System.Text;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>The settings that environment variables give where no option does. An empty variable is none.</summary>
internal sealed class Variables(Func<string, string?> read)
{
    public const string PublicKey = "JWTCORE_PUBLIC_KEY";
    public const string JwksUri = "JWTCORE_JWKS_URI";
    public const string Authority = "JWTCORE_AUTHORITY";
    public const string Issuer = "JWTCORE_ISSUER";
    public const string AcceptAnyIssuer = "JWTCORE_ACCEPT_ANY_ISSUER";
    public const string Algorithm = "JWTCORE_ALGORITHM";
    public const string Audience = "JWTCORE_AUDIENCE";
    public const string AcceptAnyAudience = "JWTCORE_ACCEPT_ANY_AUDIENCE";
    public const string RequiredScopes = "JWTCORE_REQUIRED_SCOPES";

    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n', '\f', '\v'];

    /// <summary>The value as it is, or null.</summary>
    public string? Text(string name) => read(name) is { Length: > 0 } text ? text : null;

    /// <summary>What is expected by a variable of texts or the one that waives the check; null when neither is set.</summary>
    /// <exception cref="UsageException">Both are set, or one has a form that it cannot have.</exception>
    public Expected? Expected(string name, string waiver)
    {
        string[] words = Words(name);
        bool isWaived = false;
        if (Text(waiver) is string text && !bool.TryParse(text, out isWaived))
        {
            throw new UsageException($"{waiver}: must be true or false.");
        }

        return isWaived && words.Length > 0 ? throw new UsageException($"{name} and {waiver} exclude each other.")
            : isWaived ? JwtCore.Expected.Any
            : words.Length > 0 ? JwtCore.Expected.OneOf(words)
            : null;
    }

    /// <summary>The words of a value, parted by commas or white space, or the strings of a JSON array: as settings read it.</summary>
    /// <exception cref="UsageException">It starts like an array and is none of strings.</exception>
    public string[] Words(string name)
    {
        if (Text(name)?.TrimStart() is not ['[', ..] text)
        {
            return Text(name)?.Split(Separators, StringSplitOptions.RemoveEmptyEntries) ?? [];
        }

        return JsonFaults.TryParse(Encoding.UTF8.GetBytes(text), out JsonElement array, out _)
            && array.ValueKind == JsonValueKind.Array
            && array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? [.. array.EnumerateArray().Select(item => item.GetString()!.Trim()).Where(text => text.Length > 0)]
                : throw new UsageException($"{name}: must be a JSON array of strings, or words parted by commas or spaces.");
    }
}
