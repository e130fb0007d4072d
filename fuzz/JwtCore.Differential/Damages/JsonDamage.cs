using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Damages;

/// <summary>Damage to the grammar of JSON (RFC 8259) in header or payload. Characters up to U+00FF stand for bytes.</summary>
internal static class JsonDamage
{
    private static readonly string[] BadUtf8 =
        ["\u00ff", "\u0080", "\u00c3", "\u00c3(", "\u00c0\u00af", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00ed\u00b0\u0080", "\u00f4\u0090\u0080\u0080", "\u00f8\u0088\u0080\u0080\u0080", "\u00e2\u0082", "\u00f0\u009f\u0098"];

    public static readonly Damage[] All =
    [
        Member("duplicate member", draft => (List<Member> members) =>
        {
            Member old = members[draft.Random.Next(members.Count)];
            members.Insert(draft.Random.Next(2) == 0 ? 0 : members.Count, old with { Value = Damage.Pick(draft.Random, old.Value, "\"x\"", "null", "1", $"{World.Now + 99}") });
        }),
        Member("duplicate member, escaped", draft => (List<Member> members) =>
        {
            Member old = members[draft.Random.Next(members.Count)];
            members.Insert(draft.Random.Next(2) == 0 ? 0 : members.Count, new Member(Escape(old.Name), Damage.Pick(draft.Random, old.Value, "\"x\"", "null", "1")));
        }),
        Add("duplicate member, nested", "{\"a\":1,\"a\":2}", "[{\"b\":1,\"\\u0062\":1}]", "{\"a\":{\"c\":{},\"c\":{}}}"),
        Member("name escaped", draft => (List<Member> members) =>
        {
            int at = draft.Random.Next(members.Count);
            members[at] = members[at] with { Name = Escape(members[at].Name) };
        }),
        Member("text escaped", draft => (List<Member> members) =>
        {
            int at = draft.Random.Next(members.Count);
            members[at] = members[at] with { Value = members[at].Value.Replace("/", "\\/", StringComparison.Ordinal).Replace("e", "\\u0065", StringComparison.Ordinal).Replace("S", "\\u0053", StringComparison.Ordinal) };
        }),
        Text("byte order mark", (json, _) => "\u00ef\u00bb\u00bf" + json),
        Text("space around JSON", (json, random) => Damage.Pick(random, " " + json, json + "\n", "\t\r\n" + json + " ", json.Replace(",", " ,\n", StringComparison.Ordinal))),
        Text("space that is none in JSON", (json, random) => Damage.Pick(random, "\f" + json, json + "\u00c2\u00a0", json + "\0", json.Replace(",", ",\v", StringComparison.Ordinal))),
        Text("more behind the object", (json, random) => json + Damage.Pick(random, "{}", "}", "1", ",", "null", "[]", json, "//", "\u00ff")),
        Text("no object", (json, random) => Damage.Pick(random, "[]", "null", "1", "\"x\"", "true", $"[{json}]", " ", "{", "{}", "\"" + json.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"")),
        Text("comma or brace too many or few", (json, random) => Damage.Pick(random, json[..^1] + ",}", "{," + json[1..], json[..^1], json[1..], json.Replace(",", ",,", StringComparison.Ordinal), json.Replace(",", "", StringComparison.Ordinal), json.Replace(":", "", StringComparison.Ordinal), json[..^1] + "]")),
        Text("comment", (json, random) => Damage.Pick(random, json + "/* */", "/**/" + json, json[..^1] + "// x\n}", json.Replace(",", ",/**/", StringComparison.Ordinal), json[..^1] + "#\n}")),
        Text("other quotes", (json, random) => Damage.Pick(random, json.Replace('"', '\''), json.Replace("\"alg\"", "alg", StringComparison.Ordinal).Replace("\"exp\"", "exp", StringComparison.Ordinal), json.Replace("\"", "`", StringComparison.Ordinal))),
        Text("UTF-16", (json, random) => string.Concat(json.Select(c => random.Next(2) == 0 ? $"\0{c}" : $"\0{c}"))),
        Add("number that is none", "01", "+1", "1.", ".5", "1e", "0x10", "NaN", "Infinity", "-", "--1", "1_000", "-01"),
        Add("number", "0", "-0", "-0.0", "1E+2", "1e-400", "1e400", "-1e400", "123456789012345678901234567890", "0.1e1", "1.7976931348623157e309", new string('9', 400), "4.9e-324", "1e99999999999"),
        Add("literal that is none", "True", "nul", "undefined", "TRUE", "tru", "nullnull"),
        Add("control character in text", "\"\t\"", "\"a\nb\"", "\"\0\"", "\"\u001f\"", "\"\u007f\""),
        Add("escape that is none", "\"\\x\"", "\"\\'\"", "\"\\u12\"", "\"\\u00zz\"", "\"\\U0041\"", "\"\\\"", "\"\\0\"", "\"\\\n\""),
        Add("escape", "\"\\u0000\"", "\"\\b\\f\\n\\r\\t\\\"\\\\\\/\"", "\"\\ud83d\\ude00\"", "\"\\uFFFF\"", "\"\\u00E9\"", "\"\u00c3\u00a9\"", "\"\u00f0\u009f\u0098\u0080\""),
        Add("lone surrogate", "\"\\ud800\"", "\"\\udc00\"", "\"\\udc00\\ud800\"", "\"\\ud800\\ud800\"", "\"\\uD83D\"", "\"x\\udfffy\"", "\"\\ud800\\u0041\""),
        Name("lone surrogate in a name", "\\ud800", "\\udc00\\ud800", "a\\uDBFF"),
        Add("invalid UTF-8 in text", [.. BadUtf8.Select(bytes => $"\"{bytes}\"")]),
        Name("invalid UTF-8 in a name", BadUtf8),
        Member("invalid UTF-8 in a member", draft => (List<Member> members) =>
        {
            int at = draft.Random.Next(members.Count);
            string value = members[at].Value;
            members[at] = members[at] with { Value = value.StartsWith('"') ? value[..^1] + Damage.Pick<string>(draft.Random, BadUtf8) + "\"" : value };
        }),
        Text("invalid UTF-8 between members", (json, random) => json[..^1] + Damage.Pick<string>(random, BadUtf8) + "}"),
        Add("nesting", [.. ((int[])[10, 62, 63, 64, 65, 127, 128, 200, 1000]).SelectMany(depth => (string[])[new string('[', depth) + new string(']', depth), Nested(depth)])]),
        Add("nesting without end", new string('[', 70), "{\"a\":{\"a\":", "[{"),
        Name("name that is special elsewhere", "__proto__", "constructor", "toString", "", "$type", "$id", "\\u0000", "hasOwnProperty"),
        Member("many members", draft => (List<Member> members) => members.InsertRange(1, Enumerable.Range(0, draft.Random.Next(20, 120)).Select(i => new Member($"m{i}", $"{i}")))),
        Member("long text", draft => (List<Member> members) => members.Add(new Member("long", $"\"{new string('x', Damage.Pick(draft.Random, 300, 2000, 5800, 6300, 11_000, 13_000))}\""))),
    ];

    private static string Escape(string name) => name.Length == 0 ? name : $"\\u{(int)name[0]:x4}{name[1..]}";

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private static Damage Text(string kind, Func<string, Random, string> change) => Damage.Before(kind, draft =>
    {
        if (draft.Random.Next(3) == 0)
        {
            draft.ChangeHeader = json => change(json, draft.Random);
        }
        else
        {
            draft.ChangePayload = json => change(json, draft.Random);
        }
    });

    private static Damage Member(string kind, Func<Draft, Action<List<Member>>> change) =>
        Damage.Before(kind, draft => change(draft)(draft.Random.Next(3) == 0 ? draft.Header : draft.Payload));

    private static Damage Add(string kind, params string[] values) => Member(kind, draft => members =>
        members.Insert(draft.Random.Next(members.Count + 1), new Member("u", Damage.Pick<string>(draft.Random, values))));

    private static Damage Name(string kind, params string[] names) => Member(kind, draft => members =>
        members.Insert(draft.Random.Next(members.Count + 1), new Member(Damage.Pick<string>(draft.Random, names), Damage.Pick(draft.Random, "1", "\"x\"", "{}", "null"))));
}
