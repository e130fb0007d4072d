using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using JwtCore.Claims;
using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Tests.Twins;
using JwtCore.Text;

namespace JwtCore.Fuzz.Targets;

/// <summary>A text as a JSON number, and as a date against exact fractions.</summary>
internal sealed partial class DateTarget : FuzzTarget
{
    private static readonly long LatestClock = DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks;

    public override string Name => "date";

    public override string[] Dictionaries => ["numbers"];

    public override void Run(byte[] input)
    {
        Number number = new(input);
        Guard.Run("the number", number, static number => number.Check(), mostBytes: 0);
        bool isNumber = JsonNumber().IsMatch(Encoding.Latin1.GetString(input));
        Guard.Require(number.IsNumber == isNumber, $"the number is {number.IsNumber}");
        if (!isNumber)
        {
            return;
        }

        Guard.Run("the date", number, static number => number.Read(), mostBytes: 0);
        JsonElement json = JsonElement.Parse(input);
        RequireSame(number, NaiveDate.Read(json));
        Guard.Run("exp", number, static number => number.ReadExpiration(takesDistant: false), mostBytes: 0);
        RequireSame(number, NaiveDate.ReadExpiration(json));
        Guard.Run("a distant exp", number, static number => number.ReadExpiration(takesDistant: true), mostBytes: 0);
        (BigInteger Floor, BigInteger Ceiling)? distant = NaiveDate.ReadExpiration(json, takesDistant: true);
        if (distant is null || distant.Value.Ceiling <= long.MaxValue)
        {
            RequireSame(number, distant);
        }
        else
        {
            Guard.Require(number.IsDate && number.Date.Floor > LatestClock && number.Date.Ceiling == long.MaxValue, $"a distant exp is {number.Date.Floor} to {number.Date.Ceiling}");
        }
    }

    public override IEnumerable<byte[]> Seeds(SeedSource source) => source.Numbers().Select(Encoding.UTF8.GetBytes);

    private static void RequireSame(Number number, (BigInteger Floor, BigInteger Ceiling)? expected)
    {
        Guard.Require(number.IsDate == (expected is not null), $"the date is {number.IsDate}");
        Guard.Require(
            expected is null || (number.Date.Floor == expected.Value.Floor && number.Date.Ceiling == expected.Value.Ceiling),
            $"the date is {number.Date.Floor} to {number.Date.Ceiling}");
    }

    [GeneratedRegex("\\A-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?\\z")]
    private static partial Regex JsonNumber();

    private sealed class Number(byte[] text)
    {
        private NumericDate _date;

        public bool IsNumber { get; private set; }

        public bool IsDate { get; private set; }

        public NumericDate Date => _date;

        public void Check() => IsNumber = StrictJson.IsNumber(text);

        public void Read() => IsDate = NumericDate.TryRead(text, out _date);

        public void ReadExpiration(bool takesDistant) => IsDate = NumericDate.TryReadExpiration(text, takesDistant, out _date);
    }
}
