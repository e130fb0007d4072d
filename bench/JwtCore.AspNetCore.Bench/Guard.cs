namespace JwtCore.AspNetCore.Bench;

/// <summary>Who protects the API.</summary>
internal enum Guard
{
    /// <summary>A scheme that lets everybody in as the same user: what ASP.NET Core costs by itself.</summary>
    Nobody = 0,

    /// <summary>Microsoft.AspNetCore.Authentication.JwtBearer.</summary>
    JwtBearer,

    /// <summary>JwtCore, which remembers no token.</summary>
    JwtCoreUncached,

    /// <summary>JwtCore as it is by default, with the cache of verified tokens.</summary>
    JwtCore,
}
