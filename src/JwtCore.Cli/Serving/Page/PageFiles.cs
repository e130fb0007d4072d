namespace JwtCore.Cli;

/// <summary>The page and what it needs to know of the server. Its files are part of the program.</summary>
internal static class PageFiles
{
    public static ServerAnswer Html { get; } = Read("page.html", "text/html; charset=utf-8");

    public static ServerAnswer Styles { get; } = Read("page.css", "text/css; charset=utf-8");

    public static ServerAnswer Script { get; } = Read("page.js", "text/javascript; charset=utf-8");

    /// <summary>What the page fills in, and whether an outage lasts. Nothing of it is secret.</summary>
    public static ServerAnswer State(LocalIssuer issuer) => ServerAnswer.OfJson(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("issuer", issuer.Address);
        writer.WriteString("audience", issuer.Audience);
        writer.WriteString("algorithm", issuer.Algorithm.ToName());
        writer.WriteBoolean("failing", issuer.IsFailing);
        SafeJson.WriteTexts(writer, "keys", issuer.Keys.Select(key => key.KeyId!));
        SafeJson.WriteTexts(writer, "algorithms", Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported).Select(JwtAlgorithms.ToName));
        writer.WriteEndObject();
    });

    private static ServerAnswer Read(string name, string contentType)
    {
        using Stream file = typeof(PageFiles).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using MemoryStream content = new();
        file.CopyTo(content);
        return new ServerAnswer(200, contentType, content.ToArray());
    }
}
