using System.Runtime.CompilerServices;
using System.Text;
using BenchmarkDotNet.Attributes;
using JwtCore.Claims;
using JwtCore.Jws;
using JwtCore.Testing;
using JwtCore.Text;

namespace JwtCore.Bench;

/// <summary>Each step of a good token alone: what the time above the floor is made of.</summary>
[MemoryDiagnoser]
public class StepBenchmarks
{
    private readonly ClaimNames _names = new("aud", ["client_id", "azp"], ["scope", "scp"], [], []);
    private readonly byte[] _decoded = new byte[2048];
    private readonly int[] _located = new int[ClaimNames.Most];
    private readonly HeaderPlans _plans = new();

    private byte[] _token = null!;
    private byte[] _header = null!;
    private byte[] _payload = null!;
    private byte[] _json = null!;
    private JwkSet _keys = null!;
    private JsonMembers _members;
    private JsonMembers _scratch;
    private TokenMemory _memory;
    private RegisteredClaims _claims;

    [GlobalSetup]
    public void SetUp()
    {
        TestKeyPair pair = Sample.Pair(JwtAlgorithm.RS256);
        string[] segments = Sample.Token(pair).Split('.');
        _token = Encoding.ASCII.GetBytes(string.Join('.', segments));
        _header = Encoding.ASCII.GetBytes(segments[0]);
        _payload = Encoding.ASCII.GetBytes(segments[1]);
        _json = new byte[StrictBase64Url.DecodedLength(_payload.Length)];
        _keys = pair.ToJwkSet();
        _plans.Add(_header, new KeyChoice(_keys, null!, [], true));
        bool works = StrictBase64Url.TryDecode(_payload, _json) && Gate() && HeaderPlan();
        _members.Reset();
        works &= StrictJson.CheckObject(_json, 64, ref _members) == JsonFlaw.None;
        _memory.Reset();
        _json.CopyTo(_memory.ReservePayload(_json.Length, isAuthentic: true));
        if (!works || Claims() != VerifyError.None)
        {
            throw new InvalidOperationException("A row refuses the sample.");
        }
    }

    /// <summary>The caller's variable: the runtime clears it, the verifier sets what says how much is valid.</summary>
    [Benchmark]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public VerifyError Variable()
    {
        Start(out VerifiedToken token);
        return token.Error;
    }

    [Benchmark]
    public VerifyError Segments() => CompactJws.Split(_token, allowPadding: false, out _);

    [Benchmark]
    public bool HeaderPlan() => _plans.TryFind(_header, _keys, out _);

    [Benchmark]
    public bool DecodePayload() => StrictBase64Url.TryDecode(_payload, _decoded);

    [Benchmark]
    public bool Gate()
    {
        _scratch.Reset();
        return StrictJson.CheckObject(_json, 64, ref _scratch) == JsonFlaw.None;
    }

    [Benchmark]
    public VerifyError Claims()
    {
        ClaimReader reader = new(_json, ref _members, _names.Table, _located);
        return _claims.Read(_names, reader, Tolerance.Nothing, ref _memory);
    }

    [Benchmark]
    public long Clock() => TimeProvider.System.GetUtcNow().UtcTicks;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(out VerifiedToken token)
    {
        Unsafe.SkipInit(out token);
        token.Reset(VerifyError.NotVerified);
    }
}
