using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace JwtCore.Cli.Tests.Support;

/// <summary><c>jwtcore serve</c> in this process, on a free port, with lines of standard input.</summary>
internal sealed class LocalServe : IAsyncDisposable
{
    private readonly Pipe _input = new();
    private readonly WrittenStream _output = new();
    private readonly StringWriter _error = new();
    private readonly HttpClient _client = new();
    private readonly Task<int> _running;

    private LocalServe(ToolEnvironment environment, string[] args) =>
        _running = Task.Run(() => CommandLine.RunAsync(["serve", "--port", "0", .. args], _input.Reader.AsStream(), _output, TextWriter.Synchronized(_error), environment));

    public string Output => _output.Text;

    public string Error => _error.ToString();

    /// <summary>The issuer, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    public int Port => new Uri(Address).Port;

    public string Secret { get; private set; } = "";

    public static Task<LocalServe> StartAsync(params string[] args) => StartAsync(new ToolEnvironment(), args);

    public static async Task<LocalServe> StartAsync(ToolEnvironment environment, params string[] args)
    {
        LocalServe serve = new(environment, args);
        await serve.WaitForAsync("Lines: ");
        serve.Address = Line(serve.Output, "serving ");
        serve.Secret = Line(serve.Output, "  secret  ");
        return serve;
    }

    /// <summary>Waits until standard output has a text.</summary>
    public async Task WaitForAsync(string text)
    {
        Task written = _output.WaitForAsync(text);
        if (await Task.WhenAny(written, _running) == _running)
        {
            Assert.Fail($"The program ended with {await _running}: {Error}");
        }

        await written;
    }

    /// <summary>Writes one line and waits for what the program says to it.</summary>
    public async Task SayAsync(string line, string answer)
    {
        int before = Output.Length;
        await WriteAsync(line + "\n");
        await _output.WaitForAsync(answer, before);
    }

    public async Task WriteAsync(string text) => await _input.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Ends the program.</summary>
    public async Task<Outcome> QuitAsync()
    {
        await WriteAsync("quit\n");
        return await EndAsync();
    }

    /// <summary>Waits for the end of the program.</summary>
    public async Task<Outcome> EndAsync() => new(await _running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), Output, Error);

    public bool HasEnded => _running.IsCompleted;

    public async Task<(int Status, JsonNode Json, HttpResponseHeaders Headers)> GetAsync(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(Address + path, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!, response.Headers);
    }

    /// <summary>Posts a form with the secret.</summary>
    public Task<(int Status, JsonNode Json)> PostAsync(string path, params (string Name, string Value)[] form) =>
        SendAsync(path, new FormUrlEncodedContent([KeyValuePair.Create("client_secret", Secret), .. form.Select(one => KeyValuePair.Create(one.Name, one.Value))]));

    public Task<(int Status, JsonNode Json)> PostAsync(string path, string body, string contentType = "application/x-www-form-urlencoded", params (string Name, string Value)[] headers) =>
        SendAsync(path, new StringContent(body, MediaTypeHeaderValue.Parse(contentType)), headers);

    /// <summary>Asks for a token with the secret.</summary>
    public async Task<string> TokenAsync(params (string Name, string Value)[] form)
    {
        (int status, JsonNode json) = await PostAsync("/token", [("grant_type", "client_credentials"), .. form]);
        Assert.Equal((200, "Bearer"), (status, (string?)json["token_type"]));
        return (string)json["access_token"]!;
    }

    /// <summary>Has a token explained.</summary>
    public Task<(int Status, JsonNode Json)> ExplainAsync(JsonObject request) => SendAsync("/explain", new StringContent(request.ToJsonString(), new MediaTypeHeaderValue("application/json")));

    /// <summary>Sends bytes as they are and reads until the server closes.</summary>
    public async Task<string> SendRawAsync(string request, bool isHalf = false)
    {
        using TcpClient client = new();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            await client.ConnectAsync("localhost", Port, limit.Token);
            await using NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
            if (isHalf)
            {
                return "";
            }

            using StreamReader reader = new(stream, Encoding.Latin1);
            return await reader.ReadToEndAsync(limit.Token);
        }
        catch (Exception thrown) when (thrown is IOException or SocketException)
        {
            // A reset is an answer, too.
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (!HasEnded)
        {
            await QuitAsync();
        }
    }

    private async Task<(int Status, JsonNode Json)> SendAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Address + path) { Content = content };
        foreach ((string name, string value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    private static string Line(string text, string start) => text.Split('\n').First(line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..];
}
