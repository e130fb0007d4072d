using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace JwtCore.Jwks;

/// <summary>Reads and writes files of keys: whoever may write one decides whose tokens are accepted.</summary>
internal static class KeyFile
{
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Reads a file as a whole.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="most">The most bytes.</param>
    /// <exception cref="KeyFileException">The file is missing, too long, not to be read, or not protected.</exception>
    public static byte[] Read(string path, int most)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // Of the file that is open, whatever the path leads to by now.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
            {
                throw new KeyFileException(SeedOutcome.NotProtected, "others than the owner of the file may write it, and so decide whose tokens are accepted: chmod go-w.");
            }

            if (!OperatingSystem.IsWindows() && MayReplace(path))
            {
                throw new KeyFileException(SeedOutcome.NotProtected, "others than the owner of the folder may replace the file, and so decide whose tokens are accepted: chmod go-w on the folder.");
            }

            byte[] buffer = new byte[most + 1];
            int length = 0;
            for (int read = -1; read != 0 && length <= most; length += read)
            {
                read = RandomAccess.Read(file, buffer.AsSpan(length), length);
            }

            return length <= most ? buffer[..length] : throw new KeyFileException(SeedOutcome.Malformed, $"the file is longer than {most} bytes.");
        }
        catch (Exception thrown) when (thrown is FileNotFoundException or DirectoryNotFoundException)
        {
            // Not written yet, or being replaced.
            throw new KeyFileException(SeedOutcome.NoFile, "there is no such file.");
        }
        catch (Exception thrown) when (thrown is not KeyFileException)
        {
            // No right to read it, a folder, a pipe: whatever it is, it is no file of keys.
            throw new KeyFileException(SeedOutcome.NotReadable, "the file cannot be read.");
        }
    }

    /// <summary>Replaces a file as a whole, readable and writable by its owner alone.</summary>
    public static void Write(string path, byte[] content)
    {
        // A name that nobody can have prepared.
        string next = $"{path}.{Guid.NewGuid():N}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (FileStream file = new(next, options))
            {
                file.Write(content);
            }

            File.Move(next, path, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }

    // Of a file that a link leads to, its own folder counts. In a sticky folder only an owner replaces a file.
    [UnsupportedOSPlatform("windows")]
    private static bool MayReplace(string path)
    {
        string file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        UnixFileMode folder = File.GetUnixFileMode(Path.GetDirectoryName(file)!);
        return (folder & Others) != 0 && !folder.HasFlag(UnixFileMode.StickyBit);
    }
}
