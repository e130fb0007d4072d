using System.Diagnostics;
using System.Text;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>
/// Times tokens that are meant to be slow, doubling their size up to the largest limit. Linear time shows as a ratio
/// of about 2 per doubling; quadratic time would show as 4.
/// </summary>
internal static class LinearTime
{
    private const int LargestPayload = 6_000_000;
    private const int Doublings = 7;

    private static readonly TestKeyPair Pair = Sample.Pair(JwtAlgorithm.HS256);

    public static int Run(TextWriter output)
    {
        JwtVerifier verifier = new(
            new VerificationPolicy
            {
                Issuer = Sample.Issuer,
                Audience = Sample.Audience,
                Algorithms = [JwtAlgorithm.HS256],
                Keys = Pair.ToJwkSet(),
            },
            new JwtVerifierOptions { Limits = new Limits { TokenBytes = 8 * 1024 * 1024, HeaderBytes = 8 * 1024 * 1024 } });

        output.WriteLine("| shape | verdict | largest token | its time | ratio per doubling |");
        output.WriteLine("|---|---|---|---|---|");
        foreach ((string name, Func<int, string> make) in Shapes())
        {
            List<double> times = [];
            VerifyError verdict = VerifyError.NotVerified;
            int length = 0;
            for (int doubling = Doublings; doubling >= 0; doubling--)
            {
                byte[] token = Encoding.ASCII.GetBytes(make(LargestPayload >> doubling));
                length = token.Length;
                times.Add(Median(verifier, token, out verdict));
            }

            double ratio = Math.Pow(times[^1] / times[0], 1.0 / Doublings);
            output.WriteLine($"| {name} | {verdict} | {length:N0} B | {times[^1]:F1} ms | {ratio:F2} |");
        }

        return 0;
    }

    private static IEnumerable<(string Name, Func<int, string> Make)> Shapes()
    {
        yield return ("one long string", n => Signed($"\"x\":\"{new string('x', n)}\""));
        yield return ("one string of escapes", n => Signed($"\"x\":\"{Repeat("\\u0041", n)}\""));
        yield return ("escapes in sub", n => Signed($"\"sub\":\"{Repeat("\\u0041", n)}\""));
        yield return ("many members", n => Signed(Members(n, i => $"\"m{i}\":0")));
        yield return ("many members, names with escapes", n => Signed(Members(n, i => $"\"\\u006d{i}\":0")));
        yield return ("names that collide under 31-multiplier hashes", n => Signed(Members(n, Colliding)));
        yield return ("a duplicate at the end", n => Signed(Members(n, i => $"\"m{i}\":0") + ",\"m0\":0"));
        yield return ("many small objects", n => Signed($"\"x\":[{Repeat("{\"a\":1,\"b\":2},", n)}0]"));
        yield return ("nested to the limit, many times", n => Signed($"\"x\":[{Repeat(new string('[', 60) + new string(']', 60) + ",", n)}0]"));
        yield return ("nested without end", n => Signed($"\"x\":{new string('[', n)}"));
        yield return ("objects nested without end", n => Signed($"\"x\":{Repeat("{\"a\":", n)}"));
        yield return ("an audience of many texts", n => Signed($"\"x\":0", $"[{Repeat("\"a\",", n)}\"{Sample.Audience}\"]"));
        yield return ("an audience of many escaped texts", n => Signed($"\"x\":0", $"[{Repeat("\"\\u0061\",", n)}\"{Sample.Audience}\"]"));
        yield return ("many scopes", n => Signed($"\"scope\":\"{Repeat("a ", n)}\""));
        yield return ("a header of many members", n => Pair.Sign($"{{\"alg\":\"HS256\",{Members(n, i => $"\"m{i}\":0")}}}", "{}"));
        yield return ("a header nested without end", n => Pair.Sign($"{{\"alg\":{new string('[', n)}", "{}"));
        yield return ("dots only", n => new string('.', n));
        yield return ("one segment", n => new string('A', n));
        yield return ("a long signature", n => "eyJhbGciOiJIUzI1NiJ9.e30." + new string('A', n / 4 * 4));
    }

    private static string Signed(string members, string? audience = null) => Pair.Sign(
        $"{{\"iss\":\"{Sample.Issuer}\",\"aud\":{audience ?? $"\"{Sample.Audience}\""},\"exp\":253402300799,{members}}}");

    private static string Repeat(string piece, int length) => new StringBuilder(length + piece.Length).Insert(0, piece, Math.Max(1, length / piece.Length)).ToString();

    private static string Members(int length, Func<int, string> member)
    {
        StringBuilder text = new(length + 32);
        for (int i = 0; text.Length < length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(member(i));
        }

        return text.ToString();
    }

    // "Aa" and "BB" hash alike wherever a hash multiplies by 31; twenty pairs of them give a million names of one hash.
    private static string Colliding(int index)
    {
        StringBuilder name = new("\"");
        for (int bit = 0; bit < 20; bit++)
        {
            name.Append((index >> bit & 1) == 0 ? "Aa" : "BB");
        }

        return name.Append("\":0").ToString();
    }

    private static double Median(JwtVerifier verifier, byte[] token, out VerifyError verdict)
    {
        List<double> times = [];
        Stopwatch total = Stopwatch.StartNew();
        verdict = VerifyError.NotVerified;
        while (times.Count < 5 || (times.Count < 101 && total.ElapsedMilliseconds < 200))
        {
            long start = Stopwatch.GetTimestamp();
            verifier.TryVerify(token, out VerifiedToken verified);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            verdict = verified.Error;
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
