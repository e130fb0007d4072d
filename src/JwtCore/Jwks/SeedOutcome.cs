namespace JwtCore;

/// <summary>What became of a seed: <see cref="RemoteJwks.UseSeedFile"/>.</summary>
public enum SeedOutcome : byte
{
    /// <summary>Its keys verify tokens until the issuer answers, and no longer than their own age allows.</summary>
    Used = 0,

    /// <summary>There is no file yet: it is written with the first answer.</summary>
    NoFile = 1,

    /// <summary>The source has keys already, or is disposed.</summary>
    NotNeeded = 2,

    /// <summary>The answer in it is older than <see cref="RemoteJwksOptions.TrustedFor"/>.</summary>
    TooOld = 3,

    /// <summary>Its time lies in the future: the file was changed, or a clock was.</summary>
    FromTheFuture = 4,

    /// <summary>It was written for another address, issuer or loader.</summary>
    OfAnotherSource = 5,

    /// <summary>It is no seed, has no usable key, or exceeds <see cref="RemoteJwksOptions.MaxBytes"/> or <see cref="RemoteJwksOptions.MaxKeys"/>.</summary>
    Malformed = 6,

    /// <summary>Others than the owner of the file may write it (Unix).</summary>
    NotProtected = 7,

    /// <summary>The file cannot be read.</summary>
    NotReadable = 8,
}
