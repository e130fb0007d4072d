using System.Text;
using System.Text.Json;

namespace JwtCore.Tests.Twins;

/// <summary>A directory: whose token it is, by the unverified <c>iss</c>, and then the twin of the policy that the function has for it.</summary>
internal sealed class NaiveDirectory(Func<string, VerificationPolicy?> find, DateTimeOffset now, Limits limits)
{
    public VerifyError Verify(string token)
    {
        VerifyError error = NaiveSegments.Split(token, allowsPadding: true, limits, out string[] segments);
        if (error != VerifyError.None)
        {
            return error;
        }

        JsonElement? claims = NaiveSegments.Decode(segments[1]) is byte[] json ? NaiveJson.ParseObject(json, limits.JsonDepth) : null;
        string issuer = claims?.IsString("iss") == true ? claims.Value.GetProperty("iss").GetString()! : "";
        VerificationPolicy? policy = Encoding.UTF8.GetByteCount(issuer) is > 0 and <= 2_048 ? find(issuer) : null;
        if (policy is not null)
        {
            return new NaiveVerifier(policy with { Issuer = issuer }, now, limits).Verify(token);
        }

        error = NaiveHeader.Read(segments[0], Enum.GetValues<JwtAlgorithm>(), limits, out _);
        return error != VerifyError.None ? error
            : claims is null ? VerifyError.PayloadMalformed
            : VerifyError.IssuerNotTrusted;
    }
}
