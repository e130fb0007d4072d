namespace JwtCore.Algorithms;

/// <summary>The base point B of Ed25519 (RFC 8032 section 5.1) and its multiples, which all keys share.</summary>
internal static class BasePoint
{
    // Not a static initialiser: an OverflowException must reach the algorithm's seam as it is.
    private static readonly Lazy<MultiplesTable> Table = new(static () => new MultiplesTable(Point(), step: 8, width: 7));

    /// <summary>122,880 bytes, computed at first use.</summary>
    public static MultiplesTable Multiples => Table.Value;

    /// <summary>x is even, y is 4/5.</summary>
    public static EdwardsPoint Point() => new(
        new FieldElement(0x62D608F25D51A, 0x412A4B4F6592A, 0x75B7171A4B31D, 0x1FF60527118FE, 0x216936D3CD6E5),
        new FieldElement(0x6666666666658, 0x4CCCCCCCCCCCC, 0x1999999999999, 0x3333333333333, 0x6666666666666));
}
