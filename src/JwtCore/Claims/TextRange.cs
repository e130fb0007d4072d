namespace JwtCore.Claims;

/// <summary>A part of a token's memory: of the payload as decoded, or of the texts unescaped behind it.</summary>
internal struct TextRange
{
    public int Start;
    public int Length;
    public bool IsPresent;
    public bool IsUnescaped;
    public Utf8ListForm Form;
}
