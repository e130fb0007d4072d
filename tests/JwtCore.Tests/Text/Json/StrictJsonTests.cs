using System.Text;
using JwtCore.Text;

namespace JwtCore.Tests.Text;

public class StrictJsonTests
{
    [Theory]
    [InlineData("{}"), InlineData(" \t\r\n{ \t\r\n} \t\r\n"), InlineData("{\"a\":[]}"), InlineData("{\"a\":{}}"), InlineData("{\"\":\"\"}")]
    [InlineData("{\"a\":true,\"b\":false,\"c\":null}"), InlineData("{\"a\":[true,[false],{\"b\":null},\"x\",1]}")]
    [InlineData("{\"a\":0}"), InlineData("{\"a\":-0}"), InlineData("{\"a\":-0.0e-0}"), InlineData("{\"a\":10.01E+100}"), InlineData("{\"a\":1e1}")]
    [InlineData("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"}"), InlineData("{\"a\":\"\u007f\u0080\uffff\U0001F600\"}")]
    [InlineData("{\"a\":{\"a\":{\"a\":1}}}"), InlineData("{\"x\":{\"a\":1},\"y\":{\"a\":1}}"), InlineData("{\"x\":[{\"a\":1},{\"a\":1}],\"a\":1}")]
    [InlineData("{\"a\":1,\"A\":1,\"\\u0041a\":1}")]
    public void Strict_JSON_objects_pass(string json) => Assert.Equal(JsonFlaw.None, CheckObject(json));

    [Theory]
    [InlineData(""), InlineData(" "), InlineData("[]"), InlineData("\"a\""), InlineData("1"), InlineData("null"), InlineData("true")]
    [InlineData("\ufeff{}"), InlineData("{}\0"), InlineData("{} {}"), InlineData("{},"), InlineData("{}x"), InlineData("{}]"), InlineData("\u00a0{}"), InlineData("\f{}")]
    [InlineData("{"), InlineData("{\""), InlineData("{\"a"), InlineData("{\"a\""), InlineData("{\"a\":"), InlineData("{\"a\":1"), InlineData("{\"a\":1,"), InlineData("{\"a\":[")]
    [InlineData("{\"a\":[1"), InlineData("{\"a\":[1,"), InlineData("{\"a\":[1}"), InlineData("{\"a\":[1]]"), InlineData("{\"a\":{]}")]
    [InlineData("{\"a\":1,}"), InlineData("{,}"), InlineData("{,\"a\":1}"), InlineData("{\"a\":[,]}"), InlineData("{\"a\":[1,]}"), InlineData("{\"a\":[1 2]}"), InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{a:1}"), InlineData("{'a':1}"), InlineData("{1:1}"), InlineData("{\"a\"=1}"), InlineData("{\"a\" 1}"), InlineData("{\"a\":}"), InlineData("{\"a\"::1}"), InlineData("{null:1}")]
    [InlineData("{\"a\":1}//"), InlineData("{/**/}"), InlineData("{\"a\":#}")]
    [InlineData("{\"a\":True}"), InlineData("{\"a\":tru}"), InlineData("{\"a\":nul"), InlineData("{\"a\":fals}"), InlineData("{\"a\":truee}"), InlineData("{\"a\":NaN}"), InlineData("{\"a\":Infinity}")]
    [InlineData("{\"a\":+1}"), InlineData("{\"a\":01}"), InlineData("{\"a\":-01}"), InlineData("{\"a\":00}"), InlineData("{\"a\":.5}"), InlineData("{\"a\":1.}"), InlineData("{\"a\":-}"), InlineData("{\"a\":-.5}")]
    [InlineData("{\"a\":1.e1}"), InlineData("{\"a\":1e}"), InlineData("{\"a\":1e+}"), InlineData("{\"a\":1E-}"), InlineData("{\"a\":1e1.5}"), InlineData("{\"a\":0x1}"), InlineData("{\"a\":1_0}"), InlineData("{\"a\":--1}")]
    [InlineData("{\"a\":\"\n\"}"), InlineData("{\"a\":\"\t\"}"), InlineData("{\"a\":\"\0\"}"), InlineData("{\"a\":\"\u001f\"}"), InlineData("{\"\r\":1}")]
    [InlineData("{\"a\":\"\\x\"}"), InlineData("{\"a\":\"\\'\"}"), InlineData("{\"a\":\"\\U0041\"}"), InlineData("{\"a\":\"\\u\"}"), InlineData("{\"a\":\"\\u004\"}"), InlineData("{\"a\":\"\\u004g\"}")]
    [InlineData("{\"a\":\"\\"), InlineData("{\"a\":\"\\\""), InlineData("{\"a\":\"\\u00"), InlineData("{\"a\":'b'}")]
    public void Anything_else_is_malformed(string json) => Assert.Equal(JsonFlaw.Malformed, CheckObject(json));

    [Theory]
    [InlineData("\\ud800"), InlineData("\\udbff"), InlineData("\\udc00"), InlineData("\\uDFFF"), InlineData("\\ud800x"), InlineData("\\ud800\\n"), InlineData("\\ud800\\ud800")]
    [InlineData("\\udc00\\ud800"), InlineData("\\ud83d\\ude0"), InlineData("\\ud83d\\u0041"), InlineData("\\ud83d\\uE000"), InlineData("\\ud83d\\uDBFF")]
    public void A_lone_surrogate_is_refused_in_names_and_values(string content)
    {
        Assert.Equal(JsonFlaw.LoneSurrogate, CheckObject($"{{\"a\":\"{content}\"}}"));
        Assert.Equal(JsonFlaw.LoneSurrogate, CheckObject($"{{\"{content}\":1}}"));
    }

    [Theory]
    [InlineData("\\ud7ff"), InlineData("\\ue000"), InlineData("\\ud800\\udc00"), InlineData("\\udbff\\udfff"), InlineData("\\uD83D\\uDE00")]
    public void The_neighbours_of_surrogates_and_pairs_of_them_pass(string content) =>
        Assert.Equal(JsonFlaw.None, CheckObject($"{{\"{content}\":\"{content}\"}}"));

    // Overlong forms, surrogates as bytes, beyond U+10FFFF, cut short, stray continuation (RFC 3629 section 3).
    [Theory]
    [InlineData("C0AF"), InlineData("E080AF"), InlineData("F08080AF"), InlineData("EDA080"), InlineData("EDBFBF"), InlineData("F4908080"), InlineData("FF"), InlineData("FE"), InlineData("80"), InlineData("C3"), InlineData("E282")]
    public void Invalid_UTF8_is_refused_in_names_and_values(string hex)
    {
        byte[] bad = Convert.FromHexString(hex);
        Assert.Equal(JsonFlaw.InvalidUtf8, CheckObject([.. "{\"a\":\""u8, .. bad, .. "\"}"u8]));
        Assert.Equal(JsonFlaw.InvalidUtf8, CheckObject([.. "{\""u8, .. bad, .. "\":1}"u8]));
    }

    [Fact]
    public void UTF16_is_refused() => Assert.NotEqual(JsonFlaw.None, CheckObject(Encoding.Unicode.GetBytes("{\"a\":1}")));

    [Theory]
    [InlineData("{\"a\":1,\"a\":1}"), InlineData("{\"a\":1,\"b\":2,\"a\":3}"), InlineData("{\"\":1,\"\":1}"), InlineData("{\"a\":1,\"\\u0061\":1}"), InlineData("{\"\\u0061\":1,\"\\u0061\":1}")]
    [InlineData("{\"a/b\":1,\"a\\/b\":1}"), InlineData("{\"\u00e9\":1,\"\\u00E9\":1}"), InlineData("{\"\U0001F600\":1,\"\\ud83d\\ude00\":1}"), InlineData("{\"\\u0000\":1,\"\\u0000\":1}")]
    [InlineData("{\"x\":{\"a\":1,\"a\":1}}"), InlineData("{\"x\":[[{\"a\":1,\"\\u0061\":1}]]}"), InlineData("{\"a\":{\"b\":1},\"a\":2}"), InlineData("{\"x\":{\"y\":{}},\"z\":{\"q\":{\"a\":1,\"b\":{},\"a\":1}}}")]
    public void A_name_may_stand_once_in_an_object_however_it_is_spelt(string json) => Assert.Equal(JsonFlaw.DuplicateName, CheckObject(json));

    [Theory, InlineData(2), InlineData(31), InlineData(32), InlineData(33), InlineData(34), InlineData(127), InlineData(128), InlineData(129), InlineData(5_000)]
    public void A_duplicate_is_found_among_any_number_of_members(int count)
    {
        string members = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"m{i}\":{i}"));
        Assert.Equal(JsonFlaw.None, CheckObject($"{{{members}}}"));
        Assert.Equal(JsonFlaw.None, CheckObject($"{{{members},\"x\":{{{members}}}}}"));
        foreach (int again in (int[])[0, count / 2, count - 1])
        {
            Assert.Equal(JsonFlaw.DuplicateName, CheckObject($"{{{members},\"\\u006d{again}\":0}}"));
            Assert.Equal(JsonFlaw.DuplicateName, CheckObject($"{{{members},\"x\":{{{members},\"m{again}\":0}}}}"));
        }
    }

    [Fact]
    public void A_duplicate_is_found_whichever_member_it_repeats_and_however_many_there_are()
    {
        foreach (int count in (int[])[.. Enumerable.Range(1, 40), 600])
        {
            string members = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"m{i}\":{i}"));
            for (int again = 0; again < count; again++)
            {
                Assert.Equal(JsonFlaw.DuplicateName, CheckObject($"{{{members},\"m{again}\":0}}"));
            }
        }
    }

    [Theory]
    [InlineData("{\"a\":\"\n}"), InlineData("{\"a\":\"\\n\u0001}"), InlineData("{\"a\n:1}")]
    public void A_control_character_never_ends_a_string(string json) => Assert.Equal(JsonFlaw.Malformed, CheckObject(json));

    [Theory]
    [InlineData("{\"a\":[1}}"), InlineData("{\"a\":[1x}"), InlineData("{\"a\":[\"b\":}")]
    public void Nothing_but_its_bracket_ends_an_array(string json) => Assert.Equal(JsonFlaw.Malformed, CheckObject(json));

    [Theory]
    [InlineData("{\"a\":trux}"), InlineData("{\"a\":falsx}"), InlineData("{\"a\":nulx}"), InlineData("{\"a\":nnnn}"), InlineData("{\"a\":fAlse}")]
    public void A_literal_is_compared_letter_by_letter(string json) => Assert.Equal(JsonFlaw.Malformed, CheckObject(json));

    [Fact]
    public void A_string_that_the_text_cuts_short_behind_a_pair_of_surrogates_is_malformed() =>
        Assert.Equal(JsonFlaw.Malformed, CheckObject("{\"a\":\"\\ud83d\\ude00"));

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(64)]
    public void Nesting_may_be_as_deep_as_the_limit_and_no_deeper(int maxDepth)
    {
        Assert.Equal(JsonFlaw.None, CheckObject(Nested(maxDepth, "{\"a\":", "}"), maxDepth));
        Assert.Equal(JsonFlaw.TooDeep, CheckObject(Nested(maxDepth + 1, "{\"a\":", "}"), maxDepth));
        Assert.Equal(JsonFlaw.None, CheckObject($"{{\"a\":{Nested(maxDepth - 1, "[", "]")}}}", maxDepth));
        Assert.Equal(JsonFlaw.TooDeep, CheckObject($"{{\"a\":{Nested(maxDepth, "[", "]")}}}", maxDepth));
    }

    [Fact]
    public void Depth_counts_what_is_open_not_what_was_opened() =>
        Assert.Equal(JsonFlaw.None, CheckObject($"{{{string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"{i}\":[[],{{}}]"))}}}", 3));

    [Theory, InlineData("[]"), InlineData("\"a\""), InlineData(" 1 "), InlineData("null"), InlineData("[{\"a\":1},{\"a\":1}]")]
    public void Any_value_may_stand_alone_where_that_is_asked_for(string json)
    {
        JsonMembers members = default;
        Assert.Equal(JsonFlaw.None, StrictJson.CheckValue(Encoding.UTF8.GetBytes(json), 64, ref members));
        members.Release();
    }

    [Theory, InlineData("0", true), InlineData("-1.5e+3", true), InlineData("", false), InlineData(" 1", false), InlineData("1 ", false), InlineData("1x", false), InlineData("-", false), InlineData("01", false)]
    public void A_number_is_one_number_and_nothing_else(string text, bool expected) =>
        Assert.Equal(expected, StrictJson.IsNumber(Encoding.UTF8.GetBytes(text)));

    private static string Nested(int depth, string open, string close) =>
        string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

    private static JsonFlaw CheckObject(string json, int maxDepth = 64) => CheckObject(Encoding.UTF8.GetBytes(json), maxDepth);

    private static JsonFlaw CheckObject(byte[] json, int maxDepth = 64)
    {
        JsonMembers members = default;
        JsonFlaw flaw = StrictJson.CheckObject(json, maxDepth, ref members);
        members.Release();
        return flaw;
    }
}
