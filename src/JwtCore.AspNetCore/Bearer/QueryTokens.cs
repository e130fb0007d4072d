using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JwtCore.AspNetCore;

/// <summary>Finds the token in the query (RFC 6750 section 2.3), on the paths that allow it. Immutable.</summary>
internal sealed class QueryTokens
{
    private const string Parameter = "access_token";

    private readonly PathString[] _paths;

    /// <param name="paths">The paths, checked.</param>
    public QueryTokens(IEnumerable<string> paths) => _paths = [.. paths.Select(path => new PathString(path))];

    /// <summary>What is wrong with the paths, as a sentence; null when nothing is.</summary>
    public static string? Check(IEnumerable<string> paths) =>
        paths.FirstOrDefault(path => !IsPath(path)) is string wrong
            ? $"{nameof(JwtCoreOptions.QueryTokenPaths)} has \"{wrong}\". Give paths such as /hubs or /hubs/chat: they begin with a slash, do not end in one, and have no empty segment, no dot segment, no %, no *, no braces and no query."
        : paths.Contains(null) ? $"{nameof(JwtCoreOptions.QueryTokenPaths)} has a null."
        : null;

    /// <summary>The tokens that the query has; none on other paths.</summary>
    public StringValues Read(HttpRequest request)
    {
        // A parameter without a value counts as omitted (RFC 6749 section 3.1).
        StringValues values = IsAllowed(request.Path) ? request.Query[Parameter] : default;
        return values is [null or ""] ? default : values;
    }

    private bool IsAllowed(PathString path)
    {
        foreach (PathString allowed in _paths)
        {
            if (path.StartsWithSegments(allowed))
            {
                return true;
            }
        }

        return false;
    }

    // Request.Path is decoded and has no dot segments, so what a server would decode or remove never matches.
    private static bool IsPath(string? path) =>
        path is null || (path.StartsWith('/') && path.IndexOfAny(['?', '#', '%', '*', '{', '}', '\\']) < 0 && !path.Any(char.IsWhiteSpace)
            && path[1..].Split('/').All(segment => segment is not ("" or "." or "..")));
}
