namespace JwtCore.Cli;

/// <summary>
/// The token endpoint: client credentials (RFC 6749 section 4.4), and beyond it <c>subject</c>, <c>audience</c> or <c>resource</c>
/// (RFC 8707) and <c>lifetime</c>, for tokens of users, for other services, and expired ones.
/// </summary>
internal sealed class TokenEndpoint(LocalIssuer issuer)
{
    /// <summary>The longest lifetime in seconds, 365 days; as far back for tokens that are expired.</summary>
    public const long LongestLifetime = 31_536_000;

    private const long DefaultLifetime = 3_600;
    private const string DefaultClient = "client-1";

    // Texts that end up in a token, which must stay below what verifiers take.
    private const int LongestText = 1_024;

    public async Task<ServerAnswer> AnswerAsync(ServerRequest request)
    {
        (byte[] body, ServerAnswer? refusal) = await request.ReadBodyAsync(FormBody.ContentType, FormBody.Longest);
        return refusal ?? (FormBody.TryParse(body, out FormBody? form, out string problem) ? Answer(request, form) : ServerAnswer.Refused(400, problem));
    }

    private ServerAnswer Answer(ServerRequest request, FormBody form)
    {
        (string? client, ServerAnswer? refusal) = ClientAuthentication.Check(request, form, issuer.Secret);
        if (refusal is not null)
        {
            return refusal;
        }

        if (form["grant_type"] != "client_credentials")
        {
            return form["grant_type"] is null ? ServerAnswer.Refused(400, "grant_type must be client_credentials")
                : ServerAnswer.Refused(400, "the only grant_type is client_credentials", "unsupported_grant_type");
        }

        string[] scopes = form["scope"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (!scopes.All(ScopeSyntax.IsScope))
        {
            return ServerAnswer.Refused(400, $"a scope is none {ScopeSyntax.Faults}", "invalid_scope");
        }

        if (form["audience"] is not null && form["resource"] is not null)
        {
            return ServerAnswer.Refused(400, "audience and resource exclude each other");
        }

        long lifetime = DefaultLifetime;
        if (form["lifetime"] is string text && !DurationOption.TryRead(text, -LongestLifetime, LongestLifetime, out lifetime))
        {
            return ServerAnswer.Refused(400, $"lifetime must be a whole number of seconds, or one with s, m, h or d such as 15m, from {-LongestLifetime} to {LongestLifetime} seconds");
        }

        client ??= DefaultClient;
        TokenRequest asked = new(client, form["subject"] ?? client, form["resource"] ?? form["audience"] ?? issuer.Audience, scopes, lifetime);
        return new[] { asked.ClientId, asked.Subject, asked.Audience, form["scope"] ?? "" }.Any(part => part.Length > LongestText)
            ? ServerAnswer.Refused(400, $"client_id, subject, audience and scope have at most {LongestText} characters each")
            : Issued(asked);
    }

    // RFC 6749 section 5.1.
    private ServerAnswer Issued(TokenRequest asked) => ServerAnswer.OfJson(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("access_token", issuer.Issue(asked));
        writer.WriteString("token_type", "Bearer");
        writer.WriteNumber("expires_in", Math.Max(0, asked.Lifetime));
        if (asked.Scopes.Length > 0)
        {
            writer.WriteString("scope", string.Join(' ', asked.Scopes));
        }

        writer.WriteEndObject();
    });
}
