namespace JwtCore.Issuers.Tests.Support;

/// <summary>An identity provider on a free port of 127.0.0.1, with generations of keys of its own: one key per algorithm.</summary>
/// <typeparam name="TSelf">The provider.</typeparam>
public interface IProvider<TSelf> : IAsyncDisposable
    where TSelf : IProvider<TSelf>
{
    /// <summary>The issuer, as its metadata and tokens spell it.</summary>
    public string Issuer { get; }

    /// <summary>Starts one that publishes the first generation. It answers when this completes.</summary>
    public static abstract Task<TSelf> StartAsync(CancellationToken cancellationToken);

    /// <summary>A token by client credentials, for a resource of <see cref="Given"/>, valid for a day.</summary>
    public Task<string> AccessTokenAsync(JwtAlgorithm algorithm, string resource, CancellationToken cancellationToken);

    /// <summary>An ID token for <see cref="Given.ClientId"/> of this algorithm, by a flow in which a user signs in.</summary>
    public Task<string> IdTokenAsync(JwtAlgorithm algorithm, CancellationToken cancellationToken);

    /// <summary>Publishes the keys of these generations from now on, and signs with the first of them.</summary>
    public Task PublishAsync(string[] generations, CancellationToken cancellationToken);
}
