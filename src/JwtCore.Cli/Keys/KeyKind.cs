namespace JwtCore.Cli;

/// <summary>The forms in which keys are named.</summary>
internal enum KeyKind
{
    SetFile,
    Address,
    Discovery,
    KeyFile,
    KeyText,
    SecretFile,
}
