namespace JwtCore.Testing;

/// <summary>A token that must be refused. Immutable.</summary>
/// <param name="Name">What is wrong with it, in a few words; unique in its list.</param>
/// <param name="Token">The token.</param>
/// <param name="Expected">Why a strict verifier refuses it.</param>
public sealed record BadToken(string Name, string Token, VerifyError Expected)
{
    /// <summary>Whether an HTTP client would send it: neither empty, nor with white space, control or non-ASCII characters.</summary>
    public bool FitsIntoHeader => Token.Length > 0 && Token.All(c => c is > ' ' and <= '~');

    /// <summary><see cref="Name"/>, for test explorers.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
