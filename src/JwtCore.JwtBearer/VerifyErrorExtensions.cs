namespace JwtCore.JwtBearer;

/// <summary>Finds JwtCore's verdict in what JwtBearer's events are given.</summary>
public static class VerifyErrorExtensions
{
    internal const string Key = "JwtCore.VerifyError";

    /// <summary>The verdict behind an exception, in <c>OnAuthenticationFailed</c> for instance.</summary>
    /// <param name="exception">The exception of the context.</param>
    /// <returns>The verdict; null when the exception is not from one.</returns>
    public static VerifyError? GetVerifyError(this Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Data[Key] as VerifyError?;
    }
}
