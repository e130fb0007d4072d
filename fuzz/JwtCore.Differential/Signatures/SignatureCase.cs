namespace JwtCore.Differential.Signatures;

/// <summary>A key, a message and a signature, and what was done to one of them.</summary>
internal sealed class SignatureCase(string damage, byte[] key, byte[] message, byte[] signature)
{
    public string Damage { get; } = damage;

    public byte[] Key { get; set; } = key;

    public byte[] Message { get; set; } = message;

    public byte[] Signature { get; set; } = signature;

    public override string ToString() => $"{Damage}: key {Convert.ToHexString(Key)}, message {Convert.ToHexString(Message)}, signature {Convert.ToHexString(Signature)}";
}
