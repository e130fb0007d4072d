using JwtCore.Text;

namespace JwtCore.Tests.Vectors;

public class JsonFileTests
{
    [Fact]
    public void A_text_passes_the_gate_exactly_when_it_is_strict_json() =>
        Disagreements.AssertNone(JsonFile.Read().Select(item =>
        {
            JsonMembers members = default;
            JsonFlaw flaw = StrictJson.CheckValue(Text(item), Limits.DeepestJson, ref members);
            members.Release();
            return (flaw == JsonFlaw.None) == item.IsStrict ? null : $"{item.Name}: {flaw}";
        }));

    [Fact]
    public void A_text_is_a_header_or_a_payload_exactly_when_it_is_a_strict_json_object() =>
        Disagreements.AssertNone(JsonFile.Read().Select(item =>
        {
            JsonMembers members = default;
            JsonFlaw flaw = StrictJson.CheckObject(Text(item), Limits.DeepestJson, ref members);
            members.Release();
            return (flaw == JsonFlaw.None) == item.IsStrictObject ? null : $"{item.Name}: {flaw}";
        }));

    private static byte[] Text(JsonCase item) => VectorFile.Bytes("json/test_parsing/" + item.Name);
}
