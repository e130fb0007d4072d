namespace JwtCore.Differential.Tokens;

/// <summary>What all libraries are asked to accept: one policy, said to each in its own words.</summary>
internal enum Setting
{
    /// <summary>A set of keys, and every tolerance that brings JwtCore nearer to the others.</summary>
    Nearest,

    /// <summary>The same keys, and JwtCore's defaults.</summary>
    Default,

    /// <summary>One secret without a key id, and access tokens alone (<c>typ</c> is at+jwt).</summary>
    Alone,
}
