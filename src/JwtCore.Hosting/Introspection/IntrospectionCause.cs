namespace JwtCore.Hosting;

/// <summary>Why an endpoint gave no usable answer, beside the causes that every fetch has (<see cref="FetchCause"/>). The names stand in the log.</summary>
internal static class IntrospectionCause
{
    /// <summary>The type of the content is not <c>application/json</c>: a signed answer (RFC 9701) for instance, which is not taken.</summary>
    public const string ContentTypeRefused = "ContentTypeRefused";

    /// <summary>The body is not one strict JSON object, or a registered claim in it is malformed.</summary>
    public const string NotClaims = "NotClaims";

    /// <summary><c>active</c> is missing or not a boolean (RFC 7662 section 2.2).</summary>
    public const string ActiveNotBoolean = "ActiveNotBoolean";
}
