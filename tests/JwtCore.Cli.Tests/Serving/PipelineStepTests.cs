namespace JwtCore.Cli.Tests;

public class PipelineStepTests
{
    [Fact]
    public void Every_error_ends_one_step_and_the_steps_stand_in_the_order_of_the_errors()
    {
        VerifyError[] errors = [.. Enum.GetValues<VerifyError>().Where(error => error > VerifyError.NotVerified)];

        Assert.Equal(PipelineStep.All.Select(step => step.Last).Order(), PipelineStep.All.Select(step => step.Last));
        Assert.Equal(errors.Max(), PipelineStep.All[^1].Last);
        Assert.Equal(PipelineStep.All, errors.Select(PipelineStep.Of).Distinct());
    }

    [Theory]
    [InlineData(VerifyError.TokenTooLarge, "Size")]
    [InlineData(VerifyError.NotCompactJws, "Form")]
    [InlineData(VerifyError.HeaderMalformed, "Header")]
    [InlineData(VerifyError.AlgorithmNotAllowed, "Header")]
    [InlineData(VerifyError.KeyNotFound, "Key")]
    [InlineData(VerifyError.KeyAlgorithmMismatch, "Key")]
    [InlineData(VerifyError.SignatureInvalid, "Signature")]
    [InlineData(VerifyError.PayloadMalformed, "Payload")]
    [InlineData(VerifyError.ClaimMalformed, "Payload")]
    [InlineData(VerifyError.TypeMismatch, "Type")]
    [InlineData(VerifyError.IssuerMismatch, "Issuer")]
    [InlineData(VerifyError.AudienceMismatch, "Audience")]
    [InlineData(VerifyError.ExpirationMissing, "Time")]
    [InlineData(VerifyError.IssuedInFuture, "Time")]
    [InlineData(VerifyError.ProofOfPossessionRequired, "Binding")]
    public void An_error_ends_the_step_that_people_expect(VerifyError error, string step) => Assert.Equal(step, PipelineStep.Of(error).Name);
}
