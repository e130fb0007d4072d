using System.Globalization;
using JwtCore.Issuers;

namespace JwtCore.Hosting;

/// <summary>How a directory of issuers is.</summary>
/// <param name="Issuers">How many issuers are known.</param>
/// <param name="WithoutKeys">How many of them have remote keys that were asked for and are not there.</param>
/// <param name="NotConfirmed">For how many of them the function failed when it was asked again.</param>
internal readonly record struct DirectoryHealth(int Issuers, int WithoutKeys, int NotConfirmed)
{
    /// <summary>The function fails. For unknown issuers that would count whatever text an attacker sends.</summary>
    public bool IsFailing => NotConfirmed > 0;

    public static DirectoryHealth Of(IssuerDirectory directory)
    {
        KnownIssuer[] known = [.. directory.Known];
        return new(known.Length, known.Count(one => one.Policy.Keys is RemoteJwks keys && LacksKeys(keys.Status)), known.Count(one => one.State.HasFailed));
    }

    public string Describe(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}: {Issuers} issuers, {WithoutKeys} without keys, {NotConfirmed} not confirmed");

    private static bool LacksKeys(JwksStatus status) => status.Keys.Count == 0 && status.LastAttempts.Count > 0;
}
