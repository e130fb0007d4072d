using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>
/// Where a hash object stands that one call at a time uses, as far from the next such place, and from the length of their
/// array, as processors keep memory apart: threads that use neighbours would otherwise slow each other down.
/// </summary>
// Explicit: any other layout ignores the size of a struct that has a reference.
[StructLayout(LayoutKind.Explicit, Size = Distance)]
internal struct HashPlace
{
    public const int Distance = 128;

    [FieldOffset(Distance / 2)]
    public IncrementalHash? Hash;

    /// <summary>1 while a call uses the place.</summary>
    [FieldOffset((Distance / 2) + 8)]
    public int IsTaken;
}
