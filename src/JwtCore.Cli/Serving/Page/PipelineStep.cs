namespace JwtCore.Cli;

/// <summary>One step of the verification, in the order in which the core takes them.</summary>
/// <param name="Name">What it is called on the page.</param>
/// <param name="Rule">What it demands, in one sentence.</param>
/// <param name="Last">The last error that it can end with; the errors are in the order of the steps.</param>
internal sealed record PipelineStep(string Name, string Rule, VerifyError Last)
{
    public const string Size = "Size";
    public const string Form = "Form";
    public const string Header = "Header";
    public const string Key = "Key";
    public const string Signature = "Signature";
    public const string Payload = "Payload";
    public const string Type = "Type";
    public const string Issuer = "Issuer";
    public const string Audience = "Audience";
    public const string Time = "Time";
    public const string Binding = "Binding";

    public static IReadOnlyList<PipelineStep> All { get; } =
    [
        new(Size, "The token is not longer than the limit.", VerifyError.TokenTooLarge),
        new(Form, "Three base64url segments, separated by dots.", VerifyError.NotCompactJws),
        new(Header, "The header is strict JSON and names an accepted algorithm.", VerifyError.CompressedPayloadNotSupported),
        new(Key, "Exactly one key has the token's kid and fits its alg.", VerifyError.KeyAlgorithmMismatch),
        new(Signature, "The key verifies the signature over header and payload.", VerifyError.SignatureInvalid),
        new(Payload, "The payload is strict JSON, and its registered claims have the right types.", VerifyError.ClaimMalformed),
        new(Type, "The typ is absent, JWT or at+jwt.", VerifyError.TypeMismatch),
        new(Issuer, "The iss is exactly the expected issuer.", VerifyError.IssuerMismatch),
        new(Audience, "The aud has exactly the expected audience.", VerifyError.AudienceMismatch),
        new(Time, "The token is in force: exp, nbf and iat, with 60 s of skew.", VerifyError.LifetimeTooLong),
        new(Binding, "The token is a plain bearer token, bound to no key.", VerifyError.InsufficientScope),
    ];

    /// <summary>The step that ends with an error.</summary>
    public static PipelineStep Of(VerifyError error) => All.First(step => error <= step.Last);
}
