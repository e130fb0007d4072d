namespace JwtCore.Differential.Facts;

/// <summary>What is wrong with a text that should be one strict JSON object.</summary>
[Flags]
internal enum JsonFaults
{
    None = 0,
    ByteOrderMark = 1,
    InvalidUtf8 = 2,
    LoneSurrogate = 4,
    DuplicateName = 8,
    TooDeep = 16,
    Syntax = 32,
    NoObject = 64,
    MoreBehind = 128,
}
