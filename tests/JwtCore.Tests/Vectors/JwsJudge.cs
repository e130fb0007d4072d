using System.Text;
using JwtCore.Algorithms;
using JwtCore.Jws;
using JwtCore.Keys;
using JwtCore.Text;

namespace JwtCore.Tests.Vectors;

/// <summary>
/// Judges a compact JWS that need not be a JWT: steps 1 to 4 of the pipeline, composed as <see cref="JwtVerifier"/>
/// composes them. The payload must be canonical base64url (RFC 7515 section 5.2 step 6) and may be anything else, also empty.
/// </summary>
internal sealed class JwsJudge(KeySource keys, params JwtAlgorithm[] algorithms)
{
    private readonly KeyIndex _keys = ((JwkSet)keys).Index;
    private readonly SignatureAlgorithm[] _algorithms = [.. algorithms.Select(id => AlgorithmTable.Find(id)!)];

    /// <summary>Allows every algorithm, so that the key alone stands against the token.</summary>
    public JwsJudge(KeySource keys)
        : this(keys, Enum.GetValues<JwtAlgorithm>())
    {
    }

    public VerifyError Judge(string token)
    {
        byte[] received = Encoding.UTF8.GetBytes(token);
        bool isEmpty = HasEmptyPayload(token);

        // No JWT has an empty payload and CompactJws refuses it: split with one put in, judge the bytes as received.
        VerifyError error = CompactJws.Split(isEmpty ? Encoding.UTF8.GetBytes(token.Replace("..", ".AA.")) : received, allowPadding: false, out CompactJws jws);
        if (error != VerifyError.None)
        {
            return error;
        }

        error = SelectKey(jws.Header, out SignatureAlgorithm? algorithm, out Jwk[] candidates);
        if (error != VerifyError.None)
        {
            return error;
        }

        ReadOnlySpan<byte> signed = isEmpty ? received.AsSpan(0, jws.Header.Length + 1) : jws.SigningInput;
        return !TryDecode(jws.Signature, out byte[] signature) || !algorithm!.Verify(candidates[0].Material, signed, signature) ? VerifyError.SignatureInvalid
            : !isEmpty && !TryDecode(jws.Payload, out _) ? VerifyError.PayloadMalformed
            : VerifyError.None;
    }

    public static bool HasEmptyPayload(string token) => token.Count(c => c == '.') == 2 && token.Contains("..", StringComparison.Ordinal);

    private VerifyError SelectKey(ReadOnlySpan<byte> encoded, out SignatureAlgorithm? algorithm, out Jwk[] candidates)
    {
        algorithm = null;
        candidates = [];
        if (!TryDecode(encoded, out byte[] json))
        {
            return VerifyError.HeaderMalformed;
        }

        VerifyError error = JoseHeader.Read(json, Limits.DeepestJson, _algorithms, out JoseHeader header);
        if (error != VerifyError.None)
        {
            return error;
        }

        algorithm = header.Algorithm;
        return header.HasKeyId
            ? _keys.Find(algorithm, header.KeyId, out candidates)
            : _keys.FindWithoutKeyId(algorithm, 1, out candidates);
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = new byte[StrictBase64Url.DecodedLength(text.Length)];
        return StrictBase64Url.TryDecode(text, bytes);
    }
}
