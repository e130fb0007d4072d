namespace JwtCore.Issuers;

/// <summary>Where the look for an issuer's policy led: to a verifier, to a question to wait for, or to a verdict.</summary>
/// <param name="Known">The issuer to verify with, or null.</param>
/// <param name="Question">What to wait for before looking again, or null.</param>
/// <param name="IsKnown">The question is about an issuer that is known.</param>
/// <param name="Error">The verdict when there is neither.</param>
internal readonly record struct IssuerPlace(KnownIssuer? Known, PolicyQuestion? Question, bool IsKnown, VerifyError Error)
{
    /// <summary>The function was not called, because too many unknown issuers were named.</summary>
    public static IssuerPlace NotAsked { get; } = Refused(VerifyError.NotVerified);

    public bool IsNotAsked => Error == VerifyError.NotVerified;

    public static IssuerPlace Of(KnownIssuer known) => new(known, null, IsKnown: true, VerifyError.None);

    public static IssuerPlace WaitFor(PolicyQuestion question, bool isKnown) => new(null, question, isKnown, VerifyError.None);

    public static IssuerPlace Refused(VerifyError error) => new(null, null, IsKnown: false, error);
}
