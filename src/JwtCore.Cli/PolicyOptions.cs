using System.CommandLine;

namespace JwtCore.Cli;

/// <summary>The options that say which tokens are accepted.</summary>
internal sealed class PolicyOptions
{
    private const int LargestSkew = 600;

    private readonly Option<string[]> _algorithms = OptionReading.Several("--alg", "NAME", "An algorithm to accept, such as RS256. Repeatable; at least one.");
    private readonly Option<string[]> _issuers = OptionReading.Several("--issuer", "TEXT", "The iss to accept, compared exactly. Repeatable: one of them.");
    private readonly Option<bool> _anyIssuer = OptionReading.Flag("--any-issuer", "Accept any iss, or none.");
    private readonly Option<string[]> _audiences = OptionReading.Several("--audience", "TEXT", "The aud to accept, compared exactly. Repeatable: one of them.");
    private readonly Option<bool> _anyAudience = OptionReading.Flag("--any-audience", "Accept any aud, or none.");
    private readonly Option<string[]> _types = OptionReading.Several("--typ", "TYPE", "The typ to accept. Repeatable: one of them. Without it: no typ, JWT or at+jwt.");
    private readonly Option<bool> _anyType = OptionReading.Flag("--any-typ", "Accept any typ.");
    private readonly Option<string[]> _scopes = OptionReading.Several("--scope", "SCOPE", "A scope that the token must have. Repeatable: all of them.");
    private readonly Option<string?> _skew = OptionReading.One("--skew", "SECONDS", $"How far clocks may be apart, 0 to {LargestSkew}. Default: 60.");
    private readonly Option<bool> _allowMissingExpiration = OptionReading.Flag("--allow-missing-exp", "Accept a token without exp, which never expires.");

    public IEnumerable<Option> All =>
        [_algorithms, _issuers, _anyIssuer, _audiences, _anyAudience, _types, _anyType, _scopes, _skew, _allowMissingExpiration];

    /// <exception cref="UsageException">The options do not make a policy.</exception>
    public VerificationPolicy Read(ParseResult parsed, KeyOptions keys)
    {
        JwtAlgorithm[] algorithms = ReadAlgorithms(parsed);
        VerificationPolicy policy = new()
        {
            Issuer = parsed.RequiredExpected(_issuers, _anyIssuer),
            Audience = parsed.RequiredExpected(_audiences, _anyAudience),
            Algorithms = algorithms,
            Keys = keys.Read(parsed, algorithms),
            Types = parsed.Expected(_types, _anyType),
            RequiredScopes = [.. parsed.Values(_scopes)],
            Tolerate = parsed.GetValue(_allowMissingExpiration) ? Tolerance.MissingExpiration : Tolerance.Nothing,
            ClockSkew = TimeSpan.FromSeconds(parsed.Integer(_skew, 0, LargestSkew) ?? 60),
        };
        return policy;
    }

    /// <summary>The words of the core in the words of the command line.</summary>
    public string Translate(string refusal) => refusal
        .Replace("Expected.Any", _anyType.Name, StringComparison.Ordinal)
        .Replace("Algorithms", _algorithms.Name, StringComparison.Ordinal)
        .Replace("RequiredScopes", _scopes.Name, StringComparison.Ordinal)
        .Replace("Types", _types.Name, StringComparison.Ordinal);

    private JwtAlgorithm[] ReadAlgorithms(ParseResult parsed)
    {
        string[] names = parsed.Values(_algorithms);
        if (names.Length == 0)
        {
            throw new UsageException($"give {_algorithms.Name} at least once.");
        }

        return [.. names.Select(name => OptionReading.Algorithm(_algorithms, name))];
    }
}
