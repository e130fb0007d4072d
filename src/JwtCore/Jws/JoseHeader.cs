using System.Runtime.CompilerServices;
using JwtCore.Algorithms;
using JwtCore.Text;

namespace JwtCore.Jws;

/// <summary>
/// What a JOSE header says that a verifier may listen to (RFC 7515 section 4.1). <c>jwk</c>, <c>jku</c>, <c>x5u</c> and
/// <c>x5c</c> are never read: a token does not bring its own key.
/// </summary>
internal readonly ref struct JoseHeader
{
    private const int Alg = 0;
    private const int Kid = 1;
    private const int Typ = 2;
    private const int Crit = 3;
    private const int B64 = 4;
    private const int Zip = 5;
    private const int NameCount = 6;

    private static readonly TextTable Names = new(["alg"u8.ToArray(), "kid"u8.ToArray(), "typ"u8.ToArray(), "crit"u8.ToArray(), "b64"u8.ToArray(), "zip"u8.ToArray()]);

    private JoseHeader(SignatureAlgorithm algorithm, bool hasKeyId, ReadOnlySpan<byte> keyId, bool hasType, ReadOnlySpan<byte> type)
    {
        Algorithm = algorithm;
        HasKeyId = hasKeyId;
        KeyId = keyId;
        HasType = hasType;
        Type = type;
    }

    /// <summary>The algorithm, one of those allowed.</summary>
    public SignatureAlgorithm Algorithm { get; }

    public bool HasKeyId { get; }

    /// <summary>The content of the JSON string <c>kid</c>.</summary>
    public ReadOnlySpan<byte> KeyId { get; }

    public bool HasType { get; }

    /// <summary>The content of the JSON string <c>typ</c>.</summary>
    public ReadOnlySpan<byte> Type { get; }

    /// <summary>Reads a decoded header.</summary>
    /// <param name="json">The header; must stay while the result is used.</param>
    /// <param name="maxDepth">The deepest nesting allowed.</param>
    /// <param name="allowed">The algorithms of the policy.</param>
    /// <param name="header">What it says.</param>
    [SkipLocalsInit]
    public static VerifyError Read(ReadOnlySpan<byte> json, int maxDepth, ReadOnlySpan<SignatureAlgorithm> allowed, out JoseHeader header)
    {
        Unsafe.SkipInit(out JsonMembers members);
        members.Reset();
        VerifyError error = Read(json, maxDepth, allowed, ref members, out header);
        members.Release();
        return error;
    }

    private static VerifyError Read(ReadOnlySpan<byte> json, int maxDepth, ReadOnlySpan<SignatureAlgorithm> allowed, scoped ref JsonMembers members, out JoseHeader header)
    {
        header = default;
        if (StrictJson.CheckObject(json, maxDepth, ref members) != JsonFlaw.None)
        {
            return VerifyError.HeaderMalformed;
        }

        Span<int> located = stackalloc int[NameCount];
        members.Locate(json, Names, located);
        ReadOnlySpan<JsonMember> all = members.All;

        // RFC 7515 sections 4.1.1, 4.1.4 and 4.1.9: alg must be there; it, kid and typ are strings.
        if (located[Alg] < 0
            || !TryGetText(json, all, located[Alg], out ReadOnlySpan<byte> alg)
            || !TryGetText(json, all, located[Kid], out ReadOnlySpan<byte> kid)
            || !TryGetText(json, all, located[Typ], out ReadOnlySpan<byte> typ))
        {
            return VerifyError.HeaderMalformed;
        }

        // RFC 8725 section 3.1: the caller's algorithms, never the token's.
        SignatureAlgorithm? algorithm = FindAllowed(alg, allowed);
        if (algorithm is null)
        {
            return VerifyError.AlgorithmNotAllowed;
        }

        // RFC 7515 section 4.1.11: no extension is understood, and an empty list is malformed.
        if (located[Crit] >= 0)
        {
            return VerifyError.CriticalHeaderNotSupported;
        }

        // RFC 7797 section 7: a JWT is never unencoded.
        if (located[B64] >= 0 && !all[located[B64]].Value(json).SequenceEqual("true"u8))
        {
            return VerifyError.UnencodedPayloadNotSupported;
        }

        if (located[Zip] >= 0)
        {
            return VerifyError.CompressedPayloadNotSupported;
        }

        header = new JoseHeader(algorithm, located[Kid] >= 0, kid, located[Typ] >= 0, typ);
        return VerifyError.None;
    }

    private static SignatureAlgorithm? FindAllowed(ReadOnlySpan<byte> alg, ReadOnlySpan<SignatureAlgorithm> allowed)
    {
        foreach (SignatureAlgorithm algorithm in allowed)
        {
            if (JsonText.TextEquals(alg, algorithm.Name))
            {
                return algorithm;
            }
        }

        return null;
    }

    private static bool TryGetText(ReadOnlySpan<byte> json, scoped ReadOnlySpan<JsonMember> members, int index, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (index < 0)
        {
            return true;
        }

        ReadOnlySpan<byte> value = members[index].Value(json);
        if (value[0] != '"')
        {
            return false;
        }

        content = value[1..^1];
        return true;
    }
}
