using System.Security.Cryptography.X509Certificates;

namespace JwtCore.Jwks;

/// <summary>Thrown below the platform's handler by code of this library, to carry what it knows to the end of the request.</summary>
/// <param name="cause">Why the request failed.</param>
internal sealed class FetchFaultException(FetchCause cause) : Exception(cause.ToString())
{
    public FetchCause Cause { get; } = cause;

    public X509ChainStatusFlags CertificateProblems { get; init; }

    public bool IsCertificateForAnotherHost { get; init; }

    public DateTimeOffset? CertificateNotBefore { get; init; }

    public DateTimeOffset? CertificateNotAfter { get; init; }
}
