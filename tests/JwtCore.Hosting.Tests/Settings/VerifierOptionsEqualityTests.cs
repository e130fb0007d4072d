using System.Reflection;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Hosting.Tests;

public class VerifierOptionsEqualityTests
{
    private static readonly RevocationCheck Check = static (in VerifiedToken _) => false;
    private static readonly AsyncRevocationCheck AsyncCheck = static (_, _) => ValueTask.FromResult(false);

    public static TheoryData<string, string> Properties =>
    [
        .. Names(typeof(JwtVerifierOptions)).Select(name => ("", name)),
        .. Names(typeof(Limits)).Select(name => (nameof(JwtVerifierOptions.Limits), name)),
        .. Names(typeof(TokenCacheOptions)).Select(name => (nameof(JwtVerifierOptions.Cache), name)),
    ];

    [Fact]
    public void Options_that_say_the_same_are_the_same() =>
        Assert.True(VerifierOptionsEquality.AreSame(
            new() { Cache = new(), Limits = new(), IsRevoked = Check, IsRevokedAsync = AsyncCheck },
            new() { Cache = new(), Limits = new(), IsRevoked = Check, IsRevokedAsync = AsyncCheck }));

    [Theory, MemberData(nameof(Properties))]
    public void Each_property_counts(string parent, string name)
    {
        JwtVerifierOptions changed = new() { Cache = new() };
        object owner = parent.Length == 0 ? changed : typeof(JwtVerifierOptions).GetProperty(parent)!.GetValue(changed)!;
        PropertyInfo property = owner.GetType().GetProperty(name)!;
        property.SetValue(owner, property.GetValue(owner) switch
        {
            int value => value + 1,
            TimeSpan value => value + TimeSpan.FromSeconds(1),
            TimeProvider => new FakeTimeProvider(),
            Limits => new Limits { TokenBytes = 1 },
            TokenCacheOptions => null,
            null when property.PropertyType == typeof(RevocationCheck) => Check,
            null when property.PropertyType == typeof(AsyncRevocationCheck) => AsyncCheck,
            _ => throw new NotSupportedException(name),
        });

        Assert.False(VerifierOptionsEquality.AreSame(new() { Cache = new() }, changed));
        Assert.False(VerifierOptionsEquality.AreSame(changed, new() { Cache = new() }));
    }

    private static IEnumerable<string> Names(Type type) => type.GetProperties().Select(property => property.Name);
}
