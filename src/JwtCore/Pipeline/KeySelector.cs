using System.Buffers;
using JwtCore.Algorithms;
using JwtCore.Jwks;
using JwtCore.Jws;
using JwtCore.Policies;
using JwtCore.Text;

namespace JwtCore.Pipeline;

/// <summary>
/// From the encoded header to the key, for a header that no verified token had yet: decodes and reads it strictly, into the caller's scratch memory, or into rented memory when that is too small.
/// </summary>
internal static class KeySelector
{
    /// <summary>The choice that a header leads to under a policy.</summary>
    /// <param name="encoded">The header segment.</param>
    /// <param name="policy">The policy of the token's issuer.</param>
    /// <param name="keys">Its keys now, or null.</param>
    /// <param name="limits">The sizes allowed.</param>
    /// <param name="scratch">Memory to work in.</param>
    /// <param name="choice">The algorithm, the keys to try, and the verdict on <c>typ</c>.</param>
    public static VerifyError Select(
        scoped ReadOnlySpan<byte> encoded, CompiledPolicy policy, JwkSet? keys, Limits limits, scoped Span<byte> scratch, out KeyChoice choice) =>
        Read(encoded, policy.Algorithms, limits, scratch, policy, keys, out choice);

    /// <summary>The fault of a header that lies in itself, whatever policy it falls under.</summary>
    /// <param name="encoded">The header segment.</param>
    /// <param name="allowed">The algorithms of all policies.</param>
    /// <param name="limits">The sizes allowed.</param>
    /// <param name="scratch">Memory to work in.</param>
    public static VerifyError CheckHeader(scoped ReadOnlySpan<byte> encoded, SignatureAlgorithm[] allowed, Limits limits, scoped Span<byte> scratch) =>
        Read(encoded, allowed, limits, scratch, null, null, out _);

    /// <summary>The key ID of a header that names one which is safe to pass on; otherwise null.</summary>
    /// <param name="encoded">The header segment, which was read before.</param>
    /// <param name="policy">The policy of the token's issuer.</param>
    /// <param name="limits">The sizes allowed.</param>
    public static string? FindKeyId(scoped ReadOnlySpan<byte> encoded, CompiledPolicy policy, Limits limits)
    {
        int length = StrictBase64Url.DecodedLength(encoded.Length);
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> json = rented.AsSpan(0, length);
        string? keyId = StrictBase64Url.TryDecode(encoded, json) && JoseHeader.Read(json, limits.JsonDepth, policy.Algorithms, out JoseHeader header) == VerifyError.None && header.HasKeyId
            ? KeyIdText.Read(header.KeyId)
            : null;
        ArrayPool<byte>.Shared.Return(rented);
        return keyId;
    }

    private static VerifyError Read(
        scoped ReadOnlySpan<byte> encoded, SignatureAlgorithm[] allowed, Limits limits, scoped Span<byte> scratch, CompiledPolicy? policy, JwkSet? keys, out KeyChoice choice)
    {
        choice = default;
        if (encoded.Length > limits.HeaderBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        int length = StrictBase64Url.DecodedLength(encoded.Length);
        byte[]? rented = length <= scratch.Length ? null : ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<byte> json = (rented ?? scratch)[..length];
            if (!StrictBase64Url.TryDecode(encoded, json))
            {
                return VerifyError.HeaderMalformed;
            }

            VerifyError error = JoseHeader.Read(json, limits.JsonDepth, allowed, out JoseHeader header);
            return error == VerifyError.None && policy is not null ? Choose(header, policy, keys, policy.RequiredHeaders.FindFault(json, limits.JsonDepth), out choice) : error;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private static VerifyError Choose(JoseHeader header, CompiledPolicy policy, JwkSet? keys, int headerFault, out KeyChoice choice)
    {
        if (keys is null)
        {
            // Whether the token could pass counts for the load of the keys.
            choice = new KeyChoice(null!, header.Algorithm, [], isTypeAccepted: false, headerFault);
            return VerifyError.KeysUnavailable;
        }

        VerifyError error = header.HasKeyId
            ? keys.Index.Find(header.Algorithm, header.KeyId, out Jwk[] candidates)
            : keys.Index.FindWithoutKeyId(header.Algorithm, policy.MostKeysWithoutKeyId, out candidates);
        choice = new KeyChoice(keys, header.Algorithm, candidates, policy.Types.Accepts(header.HasType, header.Type), headerFault);
        return error;
    }
}
