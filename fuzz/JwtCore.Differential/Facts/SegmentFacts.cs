namespace JwtCore.Differential.Facts;

/// <summary>What is unusual about segments and about the JSON in them.</summary>
internal static class SegmentFacts
{
    private const int TokenLimit = 16_384;
    private const int HeaderLimit = 8_192;

    public static readonly Fact[] All =
    [
        new("padding", view => view.Text.Contains('=', StringComparison.Ordinal)),
        new("white space in the token", view => view.Text.Any(char.IsWhiteSpace)),
        new("standard base64 alphabet", view => view.Text.AsSpan().ContainsAny('+', '/')),
        new("percent sign in the token", view => view.Text.Contains('%', StringComparison.Ordinal)),
        new("other characters in the token", view => view.Text.Any(c => c is not ('=' or '%' or '+' or '/' or '.') && !char.IsWhiteSpace(c) && TokenView.IsForeign(c.ToString()))),
        new("not three segments", view => view.Segments.Length != 3),
        new("empty header or payload", view => view.Segment(0).Length == 0 || view.Segment(1).Length == 0),
        new("header: bits behind the last byte", view => TokenView.HasTrailingBits(view.Segment(0))),
        new("payload: bits behind the last byte", view => TokenView.HasTrailingBits(view.Segment(1))),
        new("signature: bits behind the last byte", view => TokenView.HasTrailingBits(view.Segment(2))),
        new("token longer than 16,384", view => view.Text.Length > TokenLimit),
        new("header longer than 8,192", view => view.Segment(0).Length > HeaderLimit),
        .. Json("header", view => view.Header),
        .. Json("payload", view => view.Payload),
    ];

    private static Fact[] Json(string part, Func<TokenView, JsonView> json) =>
    [
        new($"{part}: byte order mark", view => json(view).Faults.HasFlag(JsonFaults.ByteOrderMark)),
        new($"{part}: invalid UTF-8", view => json(view).Faults.HasFlag(JsonFaults.InvalidUtf8)),
        new($"{part}: lone surrogate", view => json(view).Faults.HasFlag(JsonFaults.LoneSurrogate)),
        new($"{part}: duplicate member", view => json(view).Faults.HasFlag(JsonFaults.DuplicateName)),
        new($"{part}: nested deeper than 64", view => json(view).Faults.HasFlag(JsonFaults.TooDeep)),
        new($"{part}: no JSON", view => json(view).Faults.HasFlag(JsonFaults.Syntax)),
        new($"{part}: more behind the object", view => json(view).Faults.HasFlag(JsonFaults.MoreBehind)),
        new($"{part}: no object", view => json(view).Faults.HasFlag(JsonFaults.NoObject)),
    ];
}
