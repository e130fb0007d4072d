namespace JwtCore.Jwks;

/// <summary>Who wants a refresh.</summary>
internal enum RefreshReason : byte
{
    /// <summary>The set's age.</summary>
    Schedule,

    /// <summary>A token whose key is missing.</summary>
    Token,

    /// <summary>The application.</summary>
    Application,
}
