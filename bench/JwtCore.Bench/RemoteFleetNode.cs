namespace JwtCore.Bench;

/// <summary>A node with the library's own key source and verifier.</summary>
internal sealed class RemoteFleetNode : FleetNode, IDisposable
{
    private readonly TimeProvider _time;
    private readonly RemoteJwks _keys;
    private readonly JwtVerifier _verifier;

    public RemoteFleetNode(TimeProvider time, HttpClient client, string address, Random random)
    {
        _time = time;
        _keys = new RemoteJwks(address, new RemoteJwksOptions { TimeProvider = time, Client = client, Random = random });
        VerificationPolicy policy = new()
        {
            Issuer = Sample.Issuer,
            Audience = Sample.Audience,
            Algorithms = [JwtAlgorithm.ES256],
            Keys = _keys,
        };
        _verifier = new JwtVerifier(policy, new JwtVerifierOptions { TimeProvider = time });
    }

    public override Task Idle => _keys.Idle;

    public void Dispose() => _keys.Dispose();

    public override bool Accepts(string token) => _verifier.TryVerify(token, out _);

    public override bool Holds(string keyId)
    {
        CallTime time = new(_time);
        return _keys.KeysAt(ref time)?.Keys.Any(key => key.KeyId == keyId) == true;
    }
}
