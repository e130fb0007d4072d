using System.Buffers;

namespace JwtCore.Cli;

/// <summary>The name of a file as messages may quote it: a key or a token given in its place is still a secret.</summary>
internal static class FileName
{
    /// <summary>What stands for a path that is not quoted.</summary>
    public const string Unnamed = "the file";

    private const int Longest = 255;

    private static readonly SearchValues<char> AroundToken = SearchValues.Create("/\\:=, \"'");

    private static readonly SearchValues<char> OfToken =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=");

    // An object in base64url: '{"', and '{' before a line feed, a carriage return, a tab or a space.
    private static readonly string[] StartsOfToken = ["eyJ", "ewo", "ew0", "ewk", "eyA"];

    /// <summary>The path, or other words for it when it need not be one.</summary>
    public static string Quote(string path) => IsPlausible(path) ? path : Unnamed;

    private static bool IsPlausible(string path) => path.Length is > 0 and <= Longest
        && !path.Any(char.IsControl)
        && path.AsSpan().IndexOfAny('{', '\u2028', '\u2029') < 0
        && !path.Contains("-----", StringComparison.Ordinal)
        && !path.Contains("Bearer ", StringComparison.OrdinalIgnoreCase)
        && !HasShapeOfToken(path)
        && !HasStartOfToken(path);

    private static bool HasShapeOfToken(string path) =>
        path.AsSpan().Count('.') >= 2 && path.Split('.').All(part => part.AsSpan().IndexOfAnyExcept(OfToken) < 0);

    private static bool HasStartOfToken(ReadOnlySpan<char> path)
    {
        foreach (Range range in path.SplitAny(AroundToken))
        {
            ReadOnlySpan<char> word = path[range];
            foreach (string start in StartsOfToken)
            {
                if (word.StartsWith(start, StringComparison.Ordinal) && word.Contains('.'))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
