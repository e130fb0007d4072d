namespace JwtCore.Text;

/// <summary>Why a text is not strict JSON.</summary>
internal enum JsonFlaw
{
    None = 0,
    InvalidUtf8,
    Malformed,
    LoneSurrogate,
    TooDeep,
    DuplicateName,
}
