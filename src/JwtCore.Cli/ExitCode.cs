namespace JwtCore.Cli;

/// <summary>What the process answers to scripts.</summary>
internal static class ExitCode
{
    public const int Valid = 0;
    public const int NotValid = 1;
    public const int WrongUsage = 2;
    public const int KeysUnavailable = 3;

    public static int Of(VerifyError error) => error switch
    {
        VerifyError.None => Valid,
        VerifyError.KeysUnavailable => KeysUnavailable,
        _ => NotValid,
    };
}
