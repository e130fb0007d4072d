namespace JwtCore;

/// <summary>The state of the keys of a <see cref="RemoteJwks"/>.</summary>
public enum JwksState : byte
{
    /// <summary>No set was loaded yet, or it was flushed: tokens answer <see cref="VerifyError.KeysUnavailable"/>.</summary>
    NotLoaded = 0,

    /// <summary>The set is current; with a loader that gives keys by their IDs it may have none.</summary>
    Fresh = 1,

    /// <summary>A refresh is overdue, usually because attempts fail; the keys are still used.</summary>
    Overdue = 2,

    /// <summary>The set was read but no key in it can verify: tokens answer <see cref="VerifyError.KeyNotFound"/>.</summary>
    Empty = 3,

    /// <summary>The keys are older than <see cref="RemoteJwksOptions.TrustedFor"/>: tokens answer <see cref="VerifyError.KeysUnavailable"/>.</summary>
    Expired = 4,

    /// <summary>The source was disposed.</summary>
    Disposed = 5,
}
