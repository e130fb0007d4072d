namespace JwtCore.Hosting;

/// <summary>What an endpoint sent: a body, or the cause why there is none.</summary>
/// <param name="Body">The body; null when there is a cause.</param>
/// <param name="Cause">A fixed word; null when there is a body.</param>
/// <param name="Status">The HTTP status, when one came.</param>
internal readonly record struct IntrospectionReply(byte[]? Body, string? Cause, int? Status = null)
{
    /// <summary>No body.</summary>
    public static IntrospectionReply Failed(FetchCause cause, int? status = null) => new(null, cause.ToString(), status);
}
