using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace JwtCore.AspNetCore.Tests;

/// <summary>docs/logging.md has every message of both packages as it is: whoever changes an ID, a level or a text changes the page.</summary>
public class LoggingPageTests
{
    private static readonly LoggerMessageAttribute[] Messages =
    [
        .. new[] { typeof(AspNetCore.Log), typeof(Hosting.Log) }
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .OrderBy(message => message.EventId),
    ];

    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "logging.md"))
            .Where(line => line.StartsWith('|') && line.Length > 2 && char.IsAsciiDigit(line[2]))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    [Fact]
    public void The_page_has_each_message_with_ID_level_name_and_text() =>
        Assert.Equal(
            Messages.Select(message => $"{message.EventId} {message.Level} `{message.EventName}` {message.Message}"),
            Rows.Select(row => $"{row[0]} {row[1]} {row[2]} {row[4]}"));

    [Fact]
    public void No_ID_and_no_name_stands_twice()
    {
        Assert.Equal(24, Messages.Length);
        Assert.Equal(Messages.Length, Messages.Select(message => message.EventId).Distinct().Count());
        Assert.Equal(Messages.Length, Messages.Select(message => message.EventName).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_page_says_what_each_message_means()
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "logging.md"));
        string meanings = page[page.IndexOf("## What they mean", StringComparison.Ordinal)..];

        Assert.All(Messages, message => Assert.Contains($"`{message.EventName}`", meanings, StringComparison.Ordinal));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
