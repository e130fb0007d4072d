using JwtCore.Text;

namespace JwtCore.Rules;

/// <summary>An <see cref="Expected"/> made ready for comparing UTF-8. Immutable.</summary>
internal sealed class ExpectedTexts
{
    /// <summary>What waives a check, in messages.</summary>
    public const string AnyName = $"{nameof(Expected)}.{nameof(Expected.Any)}";

    private readonly TextTable? _texts;

    // Nearly every policy expects one text, and comparing with it is all there is to do.
    private readonly byte[]? _only;

    /// <exception cref="ArgumentException">A text is empty or has a lone surrogate, or there is none and the check is not waived.</exception>
    public ExpectedTexts(Expected? expected, string name)
    {
        if (expected is null)
        {
            throw new RefusedArgumentException(name, "is null. To accept any value, use ", AnyName, ".");
        }

        if (expected.IsAny)
        {
            return;
        }

        if (expected.TemplateText is not null)
        {
            throw new RefusedArgumentException(name, "cannot be a template.");
        }

        string[] texts = [.. expected];
        if (texts.Length == 0 || texts.Any(string.IsNullOrEmpty))
        {
            throw new RefusedArgumentException(name, "is empty or has an empty entry. To accept any value, use ", AnyName, ".");
        }

        if (!texts.All(TextTable.CanEncode))
        {
            throw new RefusedArgumentException(name, "has an entry with a lone surrogate.");
        }

        _texts = new TextTable(texts.Distinct(StringComparer.Ordinal));
        _only = _texts.Count == 1 ? TextTable.Encode(texts[0]) : null;
    }

    /// <summary>The check is waived.</summary>
    public bool IsAny => _texts is null;

    public bool Contains(ReadOnlySpan<byte> text) =>
        _only is not null ? text.SequenceEqual(_only) : _texts is null || _texts.Find(text) >= 0;

    /// <summary>As <see cref="Contains"/>, for the content of a JSON string.</summary>
    public bool ContainsJson(ReadOnlySpan<byte> content) => _texts is null || _texts.FindJson(content, KeyedHash.OfJson(content)) >= 0;
}
