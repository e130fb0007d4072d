using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.Algorithms;
using JwtCore.Claims;
using JwtCore.Jws;
using JwtCore.Policies;
using JwtCore.Rules;
using JwtCore.Testing;
using JwtCore.Text;

namespace JwtCore.Bench;

/// <summary>Each step of a good token alone: what the time above the floor is made of.</summary>
internal sealed class StepRows
{
    public const string Area = "step";

    private readonly ClaimNames _names = new("aud", true, ["client_id", "azp"], ["scope", "scp"], [], []);
    private readonly TimeRule _time = new(TimeSpan.FromSeconds(60), null, null, mayMissExpiration: false);
    private readonly byte[] _decoded = new byte[2048];
    private readonly int[] _located = new int[ClaimNames.Most];
    private readonly KnownHeaders _plans = new();
    private readonly SignatureAlgorithm[] _allowed = [AlgorithmTable.Find(JwtAlgorithm.RS256)!];
    private readonly string _chars;
    private readonly byte[] _token;
    private readonly byte[] _header;
    private readonly byte[] _headerJson;
    private readonly byte[] _payload;
    private readonly byte[] _json;
    private readonly byte[] _signature;
    private readonly JwkSet _keys;
    private JsonMembers _members;
    private JsonMembers _scratch;
    private TokenMemory _memory;
    private RegisteredClaims _claims;

    private StepRows()
    {
        TestKeyPair pair = Sample.Pair(JwtAlgorithm.RS256);
        string[] segments = Sample.Token(pair).Split('.');
        _chars = string.Join('.', segments);
        _token = Encoding.ASCII.GetBytes(_chars);
        _header = Encoding.ASCII.GetBytes(segments[0]);
        _payload = Encoding.ASCII.GetBytes(segments[1]);
        _signature = Encoding.ASCII.GetBytes(segments[2]);
        _headerJson = Decoded(_header);
        _json = Decoded(_payload);
        _keys = pair.ToJwkSet();
        _plans.Add(_header, new KeyChoice(_keys, null!, [], true));
        _members.Reset();
        _ = StrictJson.CheckObject(_json, 64, ref _members) == JsonFlaw.None ? true : throw new InvalidOperationException("The sample is no JSON.");
        _memory.Reset();
        _json.CopyTo(_memory.ReservePayload(_json.Length, isAuthentic: true));
    }

    public static IEnumerable<RowGroup> Make()
    {
        StepRows steps = new();
        yield return One("the caller's variable, 3 KB that the runtime clears", () => Variable() == VerifyError.NotVerified);
        yield return One("chars to bytes", steps.Narrow);
        yield return One("three segments", () => CompactJws.Split(steps._token, allowPadding: false, out _) == VerifyError.None);
        yield return One("a known header", () => steps._plans.TryFind(steps._header, steps._keys, out _));
        yield return One("an unknown header: decode", () => StrictBase64Url.TryDecode(steps._header, steps._decoded.AsSpan(0, steps._headerJson.Length)));
        yield return One("an unknown header: read", () => JoseHeader.Read(steps._headerJson, 64, steps._allowed, out _) == VerifyError.None);
        yield return One("signature: decode", () => StrictBase64Url.TryDecode(steps._signature, steps._decoded.AsSpan(0, 256)));
        yield return One("payload: decode", () => StrictBase64Url.TryDecode(steps._payload, steps._decoded.AsSpan(0, steps._json.Length)));
        yield return One("payload: the JSON gate", steps.Gate);
        yield return One("payload: the registered claims", steps.Claims);
        yield return One("the clock", () => TimeProvider.System.GetUtcNow().UtcTicks != 0);
        yield return One("rules: exp, nbf, iat", () => steps._time.CheckClock(steps._claims, (DateTime.UtcNow - DateTime.UnixEpoch).Ticks) == VerifyError.None);
        foreach (JwtAlgorithm algorithm in FullCallRows.Usual)
        {
            yield return Signature(algorithm);
        }
    }

    private static RowGroup One(string subject, Func<bool> call) => new(Area, subject, [new(Row.Ours, "alone", call)]);

    private static RowGroup Signature(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = Sample.Pair(algorithm);
        byte[] token = Encoding.ASCII.GetBytes(Sample.Token(pair));
        int end = token.AsSpan().LastIndexOf((byte)'.');
        byte[] input = token[..end];
        byte[] signature = Decoded(token[(end + 1)..]);
        SignatureAlgorithm own = AlgorithmTable.Find(algorithm)!;
        KeyMaterial key = pair.ToJwkSet().Keys[0].Material;
        return new RowGroup(
            Area,
            "the signature",
            [
                new(Row.Platform, FullCallRows.Floor, IFloor.Make(pair, token).Verify),
                new(Row.Ours, "alone", () => own.Verify(key, input, signature)),
            ])
        {
            Algorithm = algorithm,
            Claims = Sample.Usual,
        };
    }

    private static byte[] Decoded(byte[] segment)
    {
        byte[] json = new byte[StrictBase64Url.DecodedLength(segment.Length)];
        return StrictBase64Url.TryDecode(segment, json) ? json : throw new InvalidOperationException("The sample is no base64url.");
    }

    // Set what says how much is valid, as the verifier does; the rest is the runtime's clearing.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static VerifyError Variable()
    {
        Start(out VerifiedToken token);
        return token.Error;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(out VerifiedToken token)
    {
        Unsafe.SkipInit(out token);
        token.Start();
    }

    private bool Narrow() => Ascii.FromUtf16(_chars, _decoded, out int length) == System.Buffers.OperationStatus.Done && length == _token.Length;

    private bool Gate()
    {
        _scratch.Reset();
        return StrictJson.CheckObject(_json, 64, ref _scratch) == JsonFlaw.None;
    }

    private bool Claims()
    {
        ClaimReader reader = new(_json, in _members, null, _names.Table, _located);
        return _claims.Read(_names, reader, Tolerance.Nothing, ref _memory) == VerifyError.None;
    }
}
