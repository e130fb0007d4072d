namespace JwtCore.Algorithms;

/// <summary>A point in the form that an addition needs: Y + X, Y - X and 2d * T of its coordinates, whose Z is known. 120 bytes.</summary>
internal struct Addend
{
    public FieldElement Sum;
    public FieldElement Difference;
    public FieldElement Product;
}
