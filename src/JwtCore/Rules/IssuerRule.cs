using JwtCore.Claims;

namespace JwtCore.Rules;

/// <summary>
/// <c>iss</c> is exactly an expected text, or fits a template with the token's own <c>tid</c> (RFC 7519 section 4.1.1,
/// RFC 8725 section 3.8). Immutable.
/// </summary>
internal sealed class IssuerRule
{
    private readonly ExpectedTexts? _texts;

    /// <exception cref="ArgumentException">What is expected is empty, or its template is none.</exception>
    public IssuerRule(Expected? expected)
    {
        if (expected?.TemplateText is string template)
        {
            Template = new IssuerTemplate(template, expected.Tenants!);
        }
        else
        {
            _texts = new ExpectedTexts(expected, "Issuer");
        }
    }

    /// <summary>The template, if the policy has one.</summary>
    public IssuerTemplate? Template { get; }

    /// <param name="issuer">The token's <c>iss</c>.</param>
    /// <param name="reader">The token's claims.</param>
    /// <param name="keyIssuer">The issuer that the key set binds the key to, or null.</param>
    public VerifyError Check(Utf8Text issuer, in ClaimReader reader, string? keyIssuer)
    {
        bool isExpected = Template is null
            ? _texts!.IsAny || (issuer.IsPresent && _texts.Contains(issuer.Bytes))
            : issuer.IsPresent && Template.Matches(issuer.Bytes, out ReadOnlySpan<byte> tenant) && IsOwnTenant(tenant, reader);
        return isExpected && (keyIssuer is null || IsBoundTo(keyIssuer, issuer, reader)) ? VerifyError.None : VerifyError.IssuerMismatch;
    }

    /// <summary>The claim that a mismatch is about: <c>tid</c> where the issuer itself fits the template.</summary>
    public int FindMismatch(Utf8Text issuer) =>
        Template is not null && issuer.IsPresent && Template.Matches(issuer.Bytes, out _) ? ClaimNames.TenantId : ClaimNames.Issuer;

    // A key set of many tenants holds keys that are good for one of them only.
    private static bool IsBoundTo(string keyIssuer, Utf8Text issuer, in ClaimReader reader) =>
        issuer.IsPresent
        && IssuerTemplate.Matches(keyIssuer, issuer.Bytes, out ReadOnlySpan<byte> tenant)
        && (tenant.IsEmpty || IsOwnTenant(tenant, reader));

    private static bool IsOwnTenant(ReadOnlySpan<byte> tenant, in ClaimReader reader) =>
        reader.TryGet(ClaimNames.TenantId, out ReadOnlySpan<byte> json) && new ClaimValue(json).TextEquals(tenant);
}
