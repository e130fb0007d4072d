using System.Security.Cryptography;

namespace JwtCore.Fuzz.Commands;

/// <summary>Copies inputs into a folder where each content stands once, named by it.</summary>
internal static class Gather
{
    public static int Run(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from))
        {
            Add(to, File.ReadAllBytes(file));
        }

        return 0;
    }

    /// <summary>Adds an input; false when it was there.</summary>
    public static bool Add(string folder, byte[] input)
    {
        string file = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..16]);
        if (File.Exists(file))
        {
            return false;
        }

        File.WriteAllBytes(file, input);
        return true;
    }
}
