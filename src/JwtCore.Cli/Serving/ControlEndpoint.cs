namespace JwtCore.Cli;

/// <summary>Rotation and outage over HTTP, for tests of an API and for the page. Each needs the secret.</summary>
internal sealed class ControlEndpoint(LocalIssuer issuer, ServeConsole console)
{
    /// <summary>The longest outage that ends by itself, in seconds: a day.</summary>
    public const long LongestOutage = 86_400;

    private const string Length = "for";

    private static readonly string[] OfClient = ["client_id", "client_secret"];

    public Task<ServerAnswer> RotateAsync(ServerRequest request) => DoAsync(request, OfClient, _ =>
    {
        string keyId = issuer.Rotate();
        console.Rotated(keyId);
        return ServerAnswer.OfJson(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("kid", keyId);
            writer.WriteEndObject();
        });
    });

    public Task<ServerAnswer> FailAsync(ServerRequest request) => DoAsync(request, [.. OfClient, Length], form =>
    {
        long seconds = 0;
        if (form[Length] is string text && !DurationOption.TryRead(text, 1, LongestOutage, out seconds))
        {
            return ServerAnswer.Refused(400, $"{Length} must be a duration such as 30s or 5m, from 1 to {LongestOutage} seconds");
        }

        TimeSpan? length = seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
        issuer.Fail(length);
        console.Failing(length);
        return Done();
    });

    public Task<ServerAnswer> RecoverAsync(ServerRequest request) => DoAsync(request, OfClient, _ =>
    {
        issuer.Recover();
        console.Recovered();
        return Done();
    });

    private async Task<ServerAnswer> DoAsync(ServerRequest request, string[] known, Func<FormBody, ServerAnswer> act)
    {
        (byte[] body, ServerAnswer? refusal) = await request.ReadBodyAsync(FormBody.ContentType, FormBody.Longest);
        if (refusal is not null)
        {
            return refusal;
        }

        if (!FormBody.TryParse(body, out FormBody? form, out string problem))
        {
            return ServerAnswer.Refused(400, problem);
        }

        (_, refusal) = ClientAuthentication.Check(request, form, issuer.Secret);
        return refusal
            ?? (form.Names.All(known.Contains) ? act(form) : ServerAnswer.Refused(400, $"the parameters are {string.Join(", ", known)}"));
    }

    private static ServerAnswer Done() => ServerAnswer.OfJson(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    });
}
