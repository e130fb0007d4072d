using System.Text.Json;

namespace JwtCore.Tests.Twins;

/// <summary>Several issuers: whose token it is, by the unverified <c>iss</c>, and then the twin of that policy alone.</summary>
internal sealed class NaiveIssuers(IReadOnlyList<VerificationPolicy> policies, DateTimeOffset now, Limits limits)
{
    public VerifyError Verify(string token)
    {
        bool allowsPadding = policies.Any(policy => policy.Tolerate.HasFlag(Tolerance.PaddedBase64Url));
        VerifyError error = NaiveSegments.Split(token, allowsPadding, limits, out string[] segments);
        if (error != VerifyError.None)
        {
            return error;
        }

        JsonElement? claims = NaiveSegments.Decode(segments[1]) is byte[] json ? NaiveJson.ParseObject(json, limits.JsonDepth) : null;
        string? issuer = claims?.IsString("iss") == true ? claims.Value.GetProperty("iss").GetString() : null;
        VerificationPolicy? own = policies.FirstOrDefault(policy => policy.Issuer.TemplateText is null && policy.Issuer.Contains(issuer))
            ?? policies.FirstOrDefault(policy => NaiveIssuer.Fits(issuer, policy.Issuer));
        if (own is not null)
        {
            return new NaiveVerifier(own, now, limits).Verify(token);
        }

        error = NaiveHeader.Read(segments[0], policies.SelectMany(policy => policy.Algorithms), limits, out _);
        return error != VerifyError.None ? error
            : claims is null ? VerifyError.PayloadMalformed
            : VerifyError.IssuerNotTrusted;
    }
}
