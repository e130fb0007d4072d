using System.Text.RegularExpressions;

namespace JwtCore.Tests.Twins;

/// <summary>Issuers with a placeholder for the tenant, as regular expressions.</summary>
internal static class NaiveIssuer
{
    private const string Tenant = "([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})";

    /// <summary>Whether an issuer fits a template with one of its tenants.</summary>
    public static bool Fits(string? issuer, Expected expected) =>
        issuer is not null
        && expected is { TemplateText: string template, Tenants: Expected tenants }
        && TenantOf(issuer, template) is string tenant
        && (tenants.IsAny || tenants.Contains(tenant));

    /// <summary>Whether an issuer is what is expected, a template's tenant being the token's own.</summary>
    public static bool IsExpected(string? issuer, Expected expected, string? tenantId) =>
        expected.TemplateText is string template
            ? Fits(issuer, expected) && TenantOf(issuer!, template) == tenantId
            : expected.IsAny || expected.Contains(issuer);

    /// <summary>Whether an issuer is the one that a key is bound to.</summary>
    public static bool IsBound(string? issuer, string? keyIssuer, string? tenantId)
    {
        if (keyIssuer is null)
        {
            return true;
        }

        bool isTemplate = Regex.IsMatch(keyIssuer, "^[^{}]*\\{[^}]*\\}", RegexOptions.Singleline);
        return issuer is not null && (isTemplate ? TenantOf(issuer, keyIssuer) is string tenant && tenant == tenantId : issuer == keyIssuer);
    }

    private static string? TenantOf(string issuer, string template)
    {
        int open = template.IndexOf('{', StringComparison.Ordinal);
        int close = template.IndexOf('}', StringComparison.Ordinal);
        Match match = Regex.Match(issuer, $"\\A{Regex.Escape(template[..open])}{Tenant}{Regex.Escape(template[(close + 1)..])}\\z");
        return match.Success ? match.Groups[1].Value : null;
    }
}
