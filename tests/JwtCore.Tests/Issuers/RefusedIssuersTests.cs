using JwtCore.Issuers;
using JwtCore.Jwks;

namespace JwtCore.Tests.Issuers;

public class RefusedIssuersTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly RefusedIssuers _refused = new(2);

    [Theory, InlineData(1, 0), InlineData(0, 1)]
    public void An_entry_ends_with_its_lifetime_by_either_clock(long wall, long monotonic)
    {
        _refused.Add([1], VerifyError.IssuerNotTrusted, default, Minute);
        Assert.Equal(VerifyError.IssuerNotTrusted, _refused.Find([1], At(wall, monotonic, -1)));
        Assert.Null(_refused.Find([2], default));
        Assert.Null(_refused.Find([1], At(wall, monotonic, 0)));
        Assert.Equal(0, _refused.Count);

        static TwoClocks At(long wall, long monotonic, long rest) => new(wall * (Minute.Ticks + rest), monotonic * (Minute.Ticks + rest));
    }

    [Fact]
    public void The_oldest_makes_room()
    {
        _refused.Add([1], VerifyError.IssuerNotTrusted, default, Minute);
        _refused.Add([2], VerifyError.KeysUnavailable, default, Minute);

        // Entered anew, it is the newest.
        _refused.Add([1], VerifyError.IssuerNotTrusted, default, Minute);
        Assert.Equal(2, _refused.Count);
        _refused.Add([3], VerifyError.IssuerNotTrusted, default, Minute);
        Assert.Equal(2, _refused.Count);
        Assert.Equal(VerifyError.IssuerNotTrusted, _refused.Find([1], default));
        Assert.Null(_refused.Find([2], default));
        Assert.Equal(VerifyError.IssuerNotTrusted, _refused.Find([3], default));
    }

    [Fact]
    public void The_last_verdict_counts()
    {
        _refused.Add([1], VerifyError.KeysUnavailable, default, Minute);
        _refused.Add([1], VerifyError.IssuerNotTrusted, default, Minute);
        Assert.Equal(VerifyError.IssuerNotTrusted, _refused.Find([1], default));
        Assert.Equal(1, _refused.Count);
        _refused.Remove([1]);
        _refused.Remove([1]);
        Assert.Null(_refused.Find([1], default));
        Assert.Equal(0, _refused.Count);
    }
}
