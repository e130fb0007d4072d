using System.Net;
using System.Text;
using System.Text.Unicode;

namespace JwtCore.Cli;

/// <summary>The client's name and secret, in the header or in the form (RFC 6749 section 2.3.1). Any name goes with the one secret.</summary>
internal static class ClientAuthentication
{
    private const string Scheme = "Basic ";

    /// <summary>The client that knows the secret, or the refusal.</summary>
    /// <param name="request">The request.</param>
    /// <param name="form">Its parameters.</param>
    /// <param name="secret">The secret.</param>
    public static (string? ClientId, ServerAnswer? Refusal) Check(ServerRequest request, FormBody form, ServeSecret secret)
    {
        string? header = request.Head[RequestHead.Authorization];
        if (header is not null && form["client_secret"] is not null)
        {
            return (null, ServerAnswer.Refused(400, "the secret is there twice, in the header and in the form"));
        }

        (string? id, string? given) = header is null ? (form["client_id"], form["client_secret"]) : Read(header);
        if (!secret.Is(given))
        {
            // Without a header of the client a browser would ask its user for a password.
            ServerAnswer refusal = ServerAnswer.Refused(401, "client_secret must be the secret that was printed at the start", "invalid_client");
            return (null, header is null ? refusal : refusal with { Header = ("WWW-Authenticate", "Basic realm=\"jwtcore serve\"") });
        }

        return header is not null && form["client_id"] is string other && other != id
            ? (null, ServerAnswer.Refused(400, "the header and the form name two clients"))
            : (id, null);
    }

    private static (string? Id, string? Secret) Read(string header)
    {
        byte[] bytes = new byte[header.Length];
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out int length) && Utf8.IsValid(bytes.AsSpan(0, length))
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [string id, string secret]
                ? (WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret))
                : default;
    }
}
