namespace JwtCore.Cli;

/// <summary>Where a path leads, through symbolic links in any part of it.</summary>
internal static class RealPath
{
    // The limit of Linux (path_resolution(7)).
    private const int MostLinks = 40;

    /// <summary>The absolute path without links; the path itself when no file can have it.</summary>
    public static string Of(string path) => Try(() => Resolve(Path.GetFullPath(path), MostLinks), path);

    /// <summary>The absolute path; the path itself when no file can have it.</summary>
    public static string Full(string path) => Try(() => Path.GetFullPath(path), path);

    /// <summary>Whether the last part is a symbolic link, wherever that leads.</summary>
    public static bool IsLink(string path) => Try(() => new FileInfo(path).LinkTarget is not null, false);

    private static string Resolve(string full, int links)
    {
        string root = Path.GetPathRoot(full)!;
        string real = root;
        foreach (string part in full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (links > 0 && new FileInfo(real).LinkTarget is string target)
            {
                real = Resolve(Path.GetFullPath(target, Path.GetDirectoryName(real)!), --links);
            }
        }

        return real;
    }

    private static T Try<T>(Func<T> look, T otherwise)
    {
        try
        {
            return look();
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Opening the file reports what is wrong with its name.
            return otherwise;
        }
    }
}
