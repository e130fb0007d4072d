using System.Text;

namespace JwtCore.Cli;

/// <summary>Writes the files that options name, whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Says before anything is done what would stop the writing.</summary>
    /// <exception cref="UsageException">The file exists and must not be replaced, or is no file.</exception>
    public static void Check(string option, string path, bool mayReplace)
    {
        if (Directory.Exists(path))
        {
            throw Refused(option, path, "it is a directory.");
        }

        if (!mayReplace && File.Exists(path))
        {
            throw new UsageException($"{option}: {FileName.Quote(path)} exists already; --force replaces it.");
        }
    }

    /// <summary>Whether two paths lead to one file, however they are spelled.</summary>
    public static bool IsSame(string path, string other)
    {
        StringComparison comparison = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        try
        {
            return string.Equals(Path.GetFullPath(path), Path.GetFullPath(other), comparison);
        }
        catch (Exception thrown) when (thrown is IOException or ArgumentException or NotSupportedException)
        {
            // A name that no file can have, which the writing refuses.
            return string.Equals(path, other, comparison);
        }
    }

    /// <summary>Writes a text in UTF-8.</summary>
    /// <param name="option">The option that names the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="text">The content.</param>
    /// <param name="mayReplace">An existing file is replaced.</param>
    /// <param name="isSecret">Nobody but the owner may read it, where the platform knows such permissions.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void Write(string option, string path, string text, bool mayReplace, bool isSecret)
    {
        Check(option, path, mayReplace);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            string full = Path.GetFullPath(path);

            // A file would take the device's place.
            if (full.StartsWith("/dev/", StringComparison.Ordinal))
            {
                throw Refused(option, path, "it is a device.");
            }

            // Written beside it first: a file that was there keeps neither its permissions nor half of its content.
            string draft = $"{full}.{Guid.NewGuid():N}";
            try
            {
                using (FileStream stream = new(draft, options))
                {
                    stream.Write(Encoding.UTF8.GetBytes(text));
                }

                File.Move(draft, full, mayReplace);
            }
            finally
            {
                File.Delete(draft);
            }
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The last two are names that no file can have.
            throw Refused(option, path, thrown switch
            {
                DirectoryNotFoundException => "there is no such directory.",
                UnauthorizedAccessException => "access is denied.",
                ArgumentException or NotSupportedException or PathTooLongException => "this is not the name of a file.",
                _ => "the file system refuses.",
            });
        }
    }

    private static UsageException Refused(string option, string path, string reason) =>
        new($"{option}: cannot write {FileName.Quote(path)}: {reason}");
}
