using System.Runtime.CompilerServices;
using System.Text.Json;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace JwtCore.AspNetCore.Tests;

/// <summary>A generated OpenAPI document with the scheme, and with the scopes of each endpoint; the transformers are those of docs/aspnetcore.md.</summary>
public class OpenApiTests
{
    [Fact]
    public async Task The_document_has_the_security_scheme_and_each_operation_its_demand()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy())),
            app =>
            {
                app.MapOpenApi();
                app.MapGet("/orders", () => "").RequireScope("orders:read");
                app.MapGet("/export", [RequireScopeOrRole("a", "r")] () => "");
                app.MapGet("/open", () => "");
            },
            builder =>
            {
                // begin
                builder.Services.AddOpenApi(options => options
                    .AddDocumentTransformer((document, _, _) =>
                    {
                        document.Components ??= new OpenApiComponents();
                        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                        {
                            ["Bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
                        };
                        return Task.CompletedTask;
                    })
                    .AddOperationTransformer((operation, context, _) =>
                    {
                        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
                        {
                            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("Bearer", context.Document)] = [] }];
                        }

                        return Task.CompletedTask;
                    }));
                // end
            });
        JsonElement document = JsonElement.Parse((await api.GetAsync(path: "/openapi/v1.json")).Body);

        JsonElement scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer");
        Assert.Equal(("http", "bearer", "JWT"), (scheme.GetProperty("type").GetString(), scheme.GetProperty("scheme").GetString(), scheme.GetProperty("bearerFormat").GetString()));
        Assert.Equal("""[{"Bearer":[]}]""", Security("/orders"));
        Assert.Equal("""[{"Bearer":[]}]""", Security("/export"));
        Assert.Equal("", Security("/open"));

        string Security(string path) =>
            document.GetProperty("paths").GetProperty(path).GetProperty("get").TryGetProperty("security", out JsonElement security)
                ? security.GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings("") : "";
    }

    [Fact]
    public void The_page_has_the_transformers_as_they_are()
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "aspnetcore.md"));
        string[] code = [.. File.ReadLines(ThisFile()).SkipWhile(line => line.Trim() != "// begin").Skip(1).TakeWhile(line => line.Trim() != "// end")];

        Assert.True(code.Length > 8);
        Assert.Contains("```dotnet\n" + string.Join('\n', code.Select(line => line.Length > 16 ? line[16..] : "")) + "\n```", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
