using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>
/// Where a hash object waits for its next use, as far from the next such place, and from the length of their array, as
/// processors keep memory apart: threads that use neighbours would otherwise slow each other down.
/// </summary>
// Explicit: any other layout ignores the size of a struct that has a reference.
[StructLayout(LayoutKind.Explicit, Size = Distance)]
internal struct IdleHash
{
    public const int Distance = 128;

    [FieldOffset(Distance / 2)]
    public IncrementalHash? Hash;
}
