using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Unicode;

namespace JwtCore.Cli;

/// <summary>Parameters of a form, as OAuth sends them (RFC 6749 appendix B). One without a value is absent (RFC 6749 section 3.2).</summary>
internal sealed class FormBody
{
    public const string ContentType = "application/x-www-form-urlencoded";

    /// <summary>Far above any request for a token.</summary>
    public const int Longest = 16_384;

    private readonly Dictionary<string, string> _values;

    private FormBody(Dictionary<string, string> values) => _values = values;

    public IEnumerable<string> Names => _values.Keys;

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Reads the parameters, or says what is wrong with them.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out FormBody? form, out string problem)
    {
        form = null;
        problem = "";
        if (!Utf8.IsValid(body))
        {
            problem = "the body is not UTF-8";
            return false;
        }

        Dictionary<string, string> values = [];
        foreach (string pair in Encoding.UTF8.GetString(body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            string value = parts.Length == 2 ? WebUtility.UrlDecode(parts[1]) : "";
            if (value.Length > 0 && !values.TryAdd(WebUtility.UrlDecode(parts[0]), value))
            {
                problem = "a parameter is there twice";
                return false;
            }
        }

        form = new FormBody(values);
        return true;
    }
}
