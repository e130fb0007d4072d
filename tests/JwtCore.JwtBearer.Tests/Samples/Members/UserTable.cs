using System.Collections.Concurrent;

namespace JwtCore.JwtBearer.Tests.Samples;

/// <summary>A user of a service with a table of its own.</summary>
internal sealed record Member(string Role, bool IsDisabled);

/// <summary>The table, which is asked at each request.</summary>
internal sealed class UserTable
{
    public ConcurrentDictionary<string, Member> Rows { get; } = new();

    public async Task<Member?> FindAsync(string? subject)
    {
        await Task.Yield();
        return subject is null ? null : Rows.GetValueOrDefault(subject);
    }
}
