using System.Text.Json;
using JwtCore.Hosting;

namespace JwtCore.Cli;

/// <summary>What <c>serve</c> prints at its start: the settings of an API and a request for a token, both ready to paste.</summary>
internal static class StartText
{
    public static string Of(LocalIssuer issuer)
    {
        // A list has separators and a notation of its own; one entry of an array is taken whole.
        string audience = IsWord(issuer.Audience) ? issuer.Audience : $"'{SafeJson.Text(WriteList).Replace("'", "\\u0027", StringComparison.Ordinal)}'";
        return $"""
            serving {issuer.Address}
              page    {issuer.Address}/
              key     {SafeJson.Text(issuer.Keys[0].KeyId!)} ({issuer.Algorithm.ToName()})
              secret  {issuer.Secret.Text}

            Settings of an API, in appsettings.Development.json:

            {string.Join('\n', Settings(issuer))}

            The same in the environment:

            export {SettingNames.Variable(SettingNames.Authority)}={issuer.Address}
            export {SettingNames.Variable(SettingNames.RequireHttpsMetadata)}=false
            export {SettingNames.Variable(SettingNames.Audience)}={audience}
            export {SettingNames.Variable(SettingNames.Algorithm)}={issuer.Algorithm.ToName()}

            A token:

            curl -d grant_type=client_credentials -d client_id=client-1 -d client_secret={issuer.Secret.Text} -d scope=read {issuer.Address}{ServeRoutes.Token}

            Lines: rotate, fail 30s, recover, quit

            """.ReplaceLineEndings("\n");

        void WriteList(Utf8JsonWriter writer) => WriteAudience(writer, issuer.Audience);
    }

    private static IEnumerable<string> Settings(LocalIssuer issuer) => SafeJson.Lines(JsonElement.Parse(SafeJson.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject(SettingNames.Section);
        writer.WriteString(SettingNames.Authority, issuer.Address);
        writer.WriteBoolean(SettingNames.RequireHttpsMetadata, false);
        writer.WritePropertyName(SettingNames.Audience);
        if (IsWord(issuer.Audience))
        {
            writer.WriteStringValue(issuer.Audience);
        }
        else
        {
            WriteAudience(writer, issuer.Audience);
        }

        writer.WriteString(SettingNames.Algorithm, issuer.Algorithm.ToName());
        writer.WriteEndObject();
        writer.WriteEndObject();
    })));

    private static bool IsWord(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '.' or '-' or '_');

    private static void WriteAudience(Utf8JsonWriter writer, string audience)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(audience);
        writer.WriteEndArray();
    }
}
