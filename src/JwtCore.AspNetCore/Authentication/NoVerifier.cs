namespace JwtCore.AspNetCore;

/// <summary>The verifier of a scheme that only forwards: what is not forwarded is refused.</summary>
internal sealed class NoVerifier : ITokenVerifier
{
    public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default) => default;
}
