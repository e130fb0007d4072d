namespace JwtCore.Issuers;

/// <summary>
/// The key sources of known issuers, each with the number of issuers that use it. One that none of them uses any more rests: it
/// asks for nothing until it is used again. Whose it is does not matter: the function may make a source for each answer, or
/// keep one for all. Not thread-safe.
/// </summary>
internal sealed class UsedKeys
{
    private readonly Dictionary<KeySource, int> _users = new(ReferenceEqualityComparer.Instance);

    /// <summary>One more issuer uses a source.</summary>
    public void Take(KeySource keys) => _users[keys] = _users.GetValueOrDefault(keys) + 1;

    /// <summary>One issuer less uses a source.</summary>
    public void Release(KeySource keys)
    {
        if (--_users[keys] == 0)
        {
            _users.Remove(keys);
            keys.Rest();
        }
    }
}
