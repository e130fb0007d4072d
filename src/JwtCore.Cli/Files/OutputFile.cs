using System.Text;

namespace JwtCore.Cli;

/// <summary>
/// A file that an option names, written whole beside its place and put there in one step: a crash leaves the old file or the
/// new one, never a part.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _option;
    private readonly string _path;
    private readonly string _place;
    private readonly string _draft;
    private readonly string _previous;
    private readonly bool _mayReplace;

    private OutputFile(string option, string path, bool mayReplace)
    {
        _option = option;
        _path = path;
        _mayReplace = mayReplace;
        _place = Path.GetFullPath(path);
        _draft = $"{_place}.{Guid.NewGuid():N}";
        _previous = _draft + ".old";
    }

    /// <summary>Says before anything is done what would stop the writing.</summary>
    /// <exception cref="UsageException">The file exists and must not be replaced, or it is no file of its own.</exception>
    public static void Check(string option, string path, bool mayReplace)
    {
        if (RealPath.Full(path).StartsWith("/dev/", StringComparison.Ordinal))
        {
            // A file would take the device's place.
            throw Refused(option, path, "it is a device.");
        }

        if (RealPath.IsLink(path))
        {
            // Following it could write a secret where somebody else wants it, replacing it would break what leads through it.
            throw Refused(option, path, "it is a symbolic link. Give the file that it leads to.");
        }

        if (Directory.Exists(path))
        {
            throw Refused(option, path, "it is a directory.");
        }

        if (!mayReplace && File.Exists(path))
        {
            throw Exists(option, path);
        }
    }

    /// <summary>Whether two paths lead to one file, however they are spelled and whatever links are in them.</summary>
    public static bool IsSame(string path, string other)
    {
        StringComparison comparison = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return string.Equals(RealPath.Of(path), RealPath.Of(other), comparison);
    }

    /// <summary>Writes a text in UTF-8 beside the file's place.</summary>
    /// <param name="option">The option that names the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="text">The content.</param>
    /// <param name="mayReplace">An existing file is replaced. Its other names (hard links) keep the old content.</param>
    /// <param name="isSecret">Nobody but the owner may read it, where the platform knows such permissions.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static OutputFile Draft(string option, string path, string text, bool mayReplace, bool isSecret)
    {
        Check(option, path, mayReplace);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        OutputFile? file = null;
        try
        {
            file = new OutputFile(option, path, mayReplace);
            using FileStream stream = new(file._draft, options);
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
            if (!isSecret && !OperatingSystem.IsWindows() && File.Exists(path))
            {
                // A replaced public file keeps its mode, so that its readers can still read it.
                File.SetUnixFileMode(file._draft, File.GetUnixFileMode(path));
            }

            return file;
        }
        catch (Exception thrown) when (IsOfFile(thrown))
        {
            file?.Dispose();
            throw Refused(option, path, Reason(thrown));
        }
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="UsageException">It cannot be put there; what was there is unchanged.</exception>
    public void Publish()
    {
        try
        {
            if (_mayReplace && File.Exists(_place))
            {
                File.Copy(_place, _previous);
            }

            File.Move(_draft, _place, _mayReplace);
        }
        catch (Exception thrown) when (IsOfFile(thrown))
        {
            throw !_mayReplace && File.Exists(_place) ? Exists(_option, _path) : Refused(_option, _path, Reason(thrown));
        }
    }

    /// <summary>Undoes <see cref="Publish"/>, because what belongs to the file could not be written.</summary>
    public void TakeBack()
    {
        try
        {
            if (File.Exists(_previous))
            {
                File.Move(_previous, _place, overwrite: true);
            }
            else
            {
                File.Delete(_place);
            }
        }
        catch (Exception thrown) when (IsOfFile(thrown))
        {
            // The failure that led here is the one to be told.
        }
    }

    /// <summary>Removes what stands beside the file.</summary>
    public void Dispose()
    {
        foreach (string left in (ReadOnlySpan<string>)[_draft, _previous])
        {
            try
            {
                File.Delete(left);
            }
            catch (Exception thrown) when (IsOfFile(thrown))
            {
                // Its directory is gone, or forbids it now.
            }
        }
    }

    // The last two are names that no file can have.
    private static bool IsOfFile(Exception thrown) => thrown is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static string Reason(Exception thrown) => thrown switch
    {
        DirectoryNotFoundException => "there is no such directory.",
        UnauthorizedAccessException => "access is denied.",
        ArgumentException or NotSupportedException or PathTooLongException => "this is not the name of a file.",
        _ => "the file system refuses.",
    };

    private static UsageException Exists(string option, string path) => new($"{option}: {FileName.Quote(path)} exists already; --force replaces it.");

    private static UsageException Refused(string option, string path, string reason) =>
        new($"{option}: cannot write {FileName.Quote(path)}: {reason}");
}
