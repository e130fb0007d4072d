using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>A private key, or a secret, of one type. It signs with each algorithm of its type. Immutable.</summary>
internal abstract class SigningKey
{
    /// <summary>The <c>kty</c> and the public members of a JWK; of a secret also <c>k</c>.</summary>
    public abstract JsonObject PublicMembers();

    /// <summary>The members that only the private JWK has.</summary>
    public abstract JsonObject PrivateMembers();

    /// <summary>The bare signature over some bytes.</summary>
    public abstract byte[] Sign(JwtAlgorithm algorithm, ReadOnlySpan<byte> data);

    /// <summary>SubjectPublicKeyInfo in PEM, or null for a secret.</summary>
    public abstract string? PublicPem();

    /// <summary>PKCS#8 in PEM, or null for a secret.</summary>
    public abstract string? PrivatePem();
}
