namespace JwtCore.Cli;

/// <summary>Leads each request to what answers it, after the checks that hold for all.</summary>
internal sealed class ServeRoutes
{
    public const string Token = "/token";
    public const string KeySet = "/.well-known/jwks.json";

    private const string Get = "GET";
    private const string Post = "POST";

    private readonly LocalIssuer _issuer;
    private readonly OwnNames _names;
    private readonly Dictionary<string, (string Method, Func<ServerRequest, Task<ServerAnswer>> Answer)> _routes;

    public ServeRoutes(LocalIssuer issuer, OwnNames names, ServeConsole console, TimeProvider clock)
    {
        _issuer = issuer;
        _names = names;
        TokenEndpoint tokens = new(issuer);
        ControlEndpoint control = new(issuer, console);
        _routes = new()
        {
            ["/.well-known/openid-configuration"] = (Get, _ => IssuerAnswer(IssuerDocuments.Metadata)),
            ["/.well-known/oauth-authorization-server"] = (Get, _ => IssuerAnswer(IssuerDocuments.Metadata)),
            [KeySet] = (Get, _ => IssuerAnswer(IssuerDocuments.KeySet)),
            [Token] = (Post, request => _issuer.IsFailing ? Failing() : tokens.AnswerAsync(request)),
            ["/"] = (Get, _ => Task.FromResult(PageFiles.Html)),
            ["/page.css"] = (Get, _ => Task.FromResult(PageFiles.Styles)),
            ["/page.js"] = (Get, _ => Task.FromResult(PageFiles.Script)),
            ["/state"] = (Get, _ => Task.FromResult(PageFiles.State(_issuer))),
            ["/explain"] = (Post, new ExplainEndpoint(issuer, clock).AnswerAsync),
            ["/rotate"] = (Post, control.RotateAsync),
            ["/fail"] = (Post, control.FailAsync),
            ["/recover"] = (Post, control.RecoverAsync),
        };
    }

    public Task<ServerAnswer> AnswerAsync(ServerRequest request)
    {
        if (!_names.AreMeantBy(request))
        {
            return Refused(421, $"this server answers to {_names} alone");
        }

        RequestHead head = request.Head;
        if (!_routes.TryGetValue(head.Path, out (string Method, Func<ServerRequest, Task<ServerAnswer>> Answer) route))
        {
            return Refused(404, "there is nothing at this address");
        }

        if (head.Method != route.Method)
        {
            return Task.FromResult(ServerAnswer.Refused(405, $"the method must be {route.Method}") with { Header = ("Allow", route.Method) });
        }

        // Addresses end up in histories and logs.
        return route.Method == Post && head.HasQuery ? Refused(400, "parameters go into the body, not into the address")
            : route.Method == Post && !_names.AreOriginOf(request) ? Refused(403, "the request comes from a page of another origin")
            : route.Answer(request);
    }

    private Task<ServerAnswer> IssuerAnswer(Func<LocalIssuer, ServerAnswer> make) => _issuer.IsFailing ? Failing() : Task.FromResult(make(_issuer));

    private static Task<ServerAnswer> Failing() => Task.FromResult(ServerAnswer.Refused(503, "the outage was asked for", "temporarily_unavailable"));

    private static Task<ServerAnswer> Refused(int status, string description) => Task.FromResult(ServerAnswer.Refused(status, description));
}
