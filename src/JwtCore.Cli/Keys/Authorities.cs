using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace JwtCore.Cli;

/// <summary>Reads the certificates by which servers are trusted.</summary>
internal static class Authorities
{
    /// <exception cref="UsageException">The file cannot be read, or has no certificate.</exception>
    public static X509Certificate2Collection Read(string option, string path) => InputFile.LoadKeys(option, path, content =>
    {
        X509Certificate2Collection found = [];
        try
        {
            found.ImportFromPem(Encoding.UTF8.GetString(TokenLines.SkipMark(content)));
        }
        catch (CryptographicException)
        {
            throw new FormatException("a certificate in it is refused.");
        }

        return found.Count > 0 ? found : throw new FormatException("it has no certificate in PEM.");
    });
}
