using JwtCore.Tests.Support;

namespace JwtCore.Tests.Issuers;

public class IssuerDirectoryOptionsTests
{
    public static TheoryData<string, IssuerDirectoryOptions, bool> Boundaries => new()
    {
        { "MaxIssuers", new() { MaxIssuers = 7 }, false },
        { "MaxIssuers", new() { MaxIssuers = 8 }, true },
        { "MaxIssuers", new() { MaxIssuers = 100_000 }, true },
        { "MaxIssuers", new() { MaxIssuers = 100_001 }, false },
        { "MaxUnknown", new() { MaxUnknown = 0 }, false },
        { "MaxUnknown", new() { MaxUnknown = 1 }, true },
        { "MaxUnknown", new() { MaxUnknown = 100_000 }, true },
        { "MaxUnknown", new() { MaxUnknown = 100_001 }, false },
        { "AskAgainAfter", new() { AskAgainAfter = TimeSpan.FromTicks(9_999_999) }, false },
        { "AskAgainAfter", new() { AskAgainAfter = TimeSpan.FromSeconds(1) }, true },
        { "AskAgainAfter", new() { AskAgainAfter = TimeSpan.FromDays(1), TrustedFor = TimeSpan.FromDays(1) }, true },
        { "AskAgainAfter", new() { AskAgainAfter = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1), TrustedFor = TimeSpan.FromDays(2) }, false },
        { "TrustedFor", new() { AskAgainAfter = TimeSpan.FromHours(2), TrustedFor = TimeSpan.FromHours(2) - TimeSpan.FromTicks(1) }, false },
        { "TrustedFor", new() { AskAgainAfter = TimeSpan.FromHours(2), TrustedFor = TimeSpan.FromHours(2) }, true },
        { "TrustedFor", new() { TrustedFor = TimeSpan.FromDays(7) }, true },
        { "TrustedFor", new() { TrustedFor = TimeSpan.FromDays(7) + TimeSpan.FromTicks(1) }, false },
        { "UnknownFor", new() { UnknownFor = TimeSpan.FromTicks(9_999_999) }, false },
        { "UnknownFor", new() { UnknownFor = TimeSpan.FromSeconds(1) }, true },
        { "UnknownFor", new() { UnknownFor = TimeSpan.FromHours(1) }, true },
        { "UnknownFor", new() { UnknownFor = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1) }, false },
        { "QuestionsPerMinute", new() { QuestionsPerMinute = 0 }, false },
        { "QuestionsPerMinute", new() { QuestionsPerMinute = 1 }, true },
        { "QuestionsPerMinute", new() { QuestionsPerMinute = 100_000 }, true },
        { "QuestionsPerMinute", new() { QuestionsPerMinute = 100_001 }, false },
        { "QuestionsAtOnce", new() { QuestionsAtOnce = 0 }, false },
        { "QuestionsAtOnce", new() { QuestionsAtOnce = 1 }, true },
        { "QuestionsAtOnce", new() { QuestionsAtOnce = 1_000 }, true },
        { "QuestionsAtOnce", new() { QuestionsAtOnce = 1_001 }, false },
        { "QuestionTimeout", new() { QuestionTimeout = TimeSpan.FromMilliseconds(50) - TimeSpan.FromTicks(1) }, false },
        { "QuestionTimeout", new() { QuestionTimeout = TimeSpan.FromMilliseconds(50) }, true },
        { "QuestionTimeout", new() { QuestionTimeout = TimeSpan.FromMinutes(1) }, true },
        { "QuestionTimeout", new() { QuestionTimeout = TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(1) }, false },
        { "MaxWaiting", new() { MaxWaiting = -1 }, false },
        { "MaxWaiting", new() { MaxWaiting = 0 }, true },
        { "MaxWaiting", new() { MaxWaiting = 1_000_000 }, true },
        { "MaxWaiting", new() { MaxWaiting = 1_000_001 }, false },
        { "VerifierOptions", new() { VerifierOptions = null! }, false },
        { "KeyRequestsPerMinute", new() { VerifierOptions = new() { KeyRequestsPerMinute = 0 } }, false },
        { "Limits", new() { VerifierOptions = new() { Limits = null! } }, false },
        { "TimeProvider", new() { VerifierOptions = new() { TimeProvider = null! } }, false },
        { "MaxEntries", new() { VerifierOptions = new() { Cache = new() { MaxEntries = 0 } } }, false },
        { "IsRevoked", new() { VerifierOptions = new() { IsRevoked = Twice } }, false },
    };

    private static RevocationCheck Twice
    {
        get
        {
            RevocationCheck check = (in VerifiedToken _) => false;
            return check + check;
        }
    }

    [Theory, MemberData(nameof(Boundaries), DisableDiscoveryEnumeration = true)]
    public void Each_option_has_its_range(string name, IssuerDirectoryOptions options, bool isAllowed)
    {
        IssuerDirectory Make() => new((_, _) => default, options);
        if (isAllowed)
        {
            Make().Dispose();
        }
        else
        {
            Assert.Equal(name, Assert.Throws<RefusedArgumentException>(Make).ParamName);
        }
    }

    [Fact]
    public void There_is_a_function() => Assert.Throws<ArgumentNullException>(() => new IssuerDirectory(null!));

    [Fact]
    public async Task The_defaults_work()
    {
        using IssuerDirectory directory = new((_, _) => default);
        Assert.Equal(VerifyError.IssuerNotTrusted, (await directory.VerifyAsync(Tenants.Token(Tenants.PairA, Tenants.A).AsMemory(), TestContext.Current.CancellationToken)).Error);
        Assert.Equal(1, directory.RefusedCount);
    }
}
