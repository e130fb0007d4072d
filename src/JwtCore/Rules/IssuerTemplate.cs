using System.Text;
using JwtCore.Text;

namespace JwtCore.Rules;

/// <summary>
/// An issuer whose text holds the tenant, such as <c>https://login.example.com/{tenantid}/v2.0</c>. The placeholder
/// stands for a GUID; the token's own <c>tid</c> must be the same text. Immutable.
/// </summary>
internal sealed class IssuerTemplate
{
    // 8-4-4-4-12 hexadecimal digits (RFC 9562 section 4).
    private const int TenantLength = 36;

    private const string Name = "Issuer";

    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private readonly ExpectedTexts _tenants;

    /// <exception cref="ArgumentException">There is not exactly one placeholder, or the tenants are empty.</exception>
    public IssuerTemplate(string template, Expected tenants)
    {
        int open = template.IndexOf('{', StringComparison.Ordinal);
        int close = template.IndexOf('}', StringComparison.Ordinal);
        if (open <= 0 || close < open || template.LastIndexOf('{') != open || template.LastIndexOf('}') != close)
        {
            throw new RefusedArgumentException(Name, "is a template; it needs exactly one placeholder in braces, after some text.");
        }

        if (!TextTable.CanEncode(template))
        {
            throw new RefusedArgumentException(Name, "is a template with a lone surrogate.");
        }

        if (!tenants.IsAny && !(tenants.Any() && tenants.All(tenant => tenant is not null && IsGuid(Encoding.UTF8.GetBytes(tenant)))))
        {
            throw new RefusedArgumentException(
                Name, "is a template whose tenants are empty or not GUIDs, so no token could match. To accept any tenant, use ", ExpectedTexts.AnyName, ".");
        }

        _prefix = TextTable.Encode(template[..open]);
        _suffix = TextTable.Encode(template[(close + 1)..]);
        _tenants = new ExpectedTexts(tenants, Name);
    }

    /// <summary>The longest text that can match, with every byte of it escaped.</summary>
    public int LongestJson => 6 * (_prefix.Length + TenantLength + _suffix.Length);

    /// <summary>Whether an issuer fits the template with an accepted tenant.</summary>
    /// <param name="issuer">The unescaped text.</param>
    /// <param name="tenant">The tenant in it.</param>
    public bool Matches(ReadOnlySpan<byte> issuer, out ReadOnlySpan<byte> tenant)
    {
        tenant = default;
        if (issuer.Length != _prefix.Length + TenantLength + _suffix.Length || !issuer.StartsWith(_prefix) || !issuer.EndsWith(_suffix))
        {
            return false;
        }

        tenant = issuer.Slice(_prefix.Length, TenantLength);
        return IsGuid(tenant) && _tenants.Contains(tenant);
    }

    /// <summary>Whether an issuer is the one, or fits the template, that a key set binds a key to.</summary>
    /// <param name="keyIssuer">An issuer, or one with a placeholder for the tenant.</param>
    /// <param name="issuer">The unescaped text.</param>
    /// <param name="tenant">The tenant in it; nothing without a placeholder.</param>
    public static bool Matches(string keyIssuer, ReadOnlySpan<byte> issuer, out ReadOnlySpan<byte> tenant)
    {
        tenant = default;
        int open = keyIssuer.IndexOf('{', StringComparison.Ordinal);
        int close = keyIssuer.IndexOf('}', StringComparison.Ordinal);
        if (open < 0 || close < open)
        {
            return Utf8Text.TextEquals(issuer, keyIssuer);
        }

        int prefix = Encoding.UTF8.GetByteCount(keyIssuer.AsSpan(0, open));
        int suffix = Encoding.UTF8.GetByteCount(keyIssuer.AsSpan(close + 1));
        if (issuer.Length != prefix + TenantLength + suffix)
        {
            return false;
        }

        tenant = issuer.Slice(prefix, TenantLength);
        return IsGuid(tenant)
            && Utf8Text.TextEquals(issuer[..prefix], keyIssuer.AsSpan(0, open))
            && Utf8Text.TextEquals(issuer[(prefix + TenantLength)..], keyIssuer.AsSpan(close + 1));
    }

    /// <summary>Whether both match the same texts, tenants aside.</summary>
    public bool SameAs(IssuerTemplate other) =>
        _prefix.AsSpan().SequenceEqual(other._prefix) && _suffix.AsSpan().SequenceEqual(other._suffix);

    private static bool IsGuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != TenantLength)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            bool isRight = i is 8 or 13 or 18 or 23 ? text[i] == '-' : char.IsAsciiHexDigit((char)text[i]);
            if (!isRight)
            {
                return false;
            }
        }

        return true;
    }
}
