namespace JwtCore.Algorithms;

/// <summary>
/// A point of edwards25519 in extended coordinates (RFC 8032 section 5.1.4): x = X / Z, y = Y / Z, x * y = T / Z. The formulas
/// are complete: they hold for every pair of points. Limbs of coordinates are as small as those of a product.
/// </summary>
internal struct EdwardsPoint
{
    /// <summary>2d, where d = -121665 / 121666 is the curve's constant (RFC 8032 section 5.1).</summary>
    public static readonly FieldElement TwiceD = new(0x69B9426B2F159, 0x35050762ADD7A, 0x3CF44C0038052, 0x6738CC7407977, 0x2406D9DC56DFF);

    /// <summary>The neutral element (0, 1).</summary>
    public static readonly EdwardsPoint Neutral = new(FieldElement.Zero, FieldElement.One);

    public FieldElement X;
    public FieldElement Y;
    public FieldElement Z;
    public FieldElement T;

    /// <summary>The point of these affine coordinates, which must be on the curve.</summary>
    public EdwardsPoint(in FieldElement x, in FieldElement y)
    {
        X = x;
        Y = y;
        Z = FieldElement.One;
        FieldProduct.Multiply(x, y, out T);
    }

    /// <summary>The point with the other sign: (-x, y).</summary>
    public readonly EdwardsPoint Negate()
    {
        EdwardsPoint negative = this;
        FieldElement.Subtract(FieldElement.Zero, X, out negative.X);
        FieldElement.Subtract(FieldElement.Zero, T, out negative.T);
        negative.X = negative.X.Reduce();
        negative.T = negative.T.Reduce();
        return negative;
    }

    /// <summary>The point as <see cref="Add(in Addend, bool)"/> takes it.</summary>
    public readonly Addend ToAddend()
    {
        Addend addend;
        FieldElement.Add(Y, X, out addend.Sum);
        FieldElement.Subtract(Y, X, out addend.Difference);
        FieldProduct.Multiply(T, TwiceD, out addend.Product);
        return addend;
    }

    /// <summary>Whether the order of the point divides 8. These are the points whose fourfold is (0, 1) or (0, -1).</summary>
    public readonly bool HasSmallOrder()
    {
        EdwardsPoint multiple = this;
        multiple.Double();
        multiple.Double();
        return multiple.X.IsZero();
    }

    /// <summary>Doubles the point (dbl-2008-hwcd).</summary>
    public void Double()
    {
        // E and G have the other sign than in RFC 8032, and so have all four coordinates, which is the same point.
        FieldElement.Add(X, Y, out FieldElement e);
        FieldProduct.Square(e, out e);
        FieldProduct.Square(X, out X); // A
        FieldProduct.Square(Y, out Y); // B
        FieldProduct.Square(Z, out Z); // C / 2
        FieldElement.Add(X, Y, out FieldElement h); // H = A + B
        FieldElement.Subtract(e, h, out e); // E = (X + Y)^2 - H
        FieldElement.Add(Z, Z, out T);
        FieldElement.Add(T, X, out T);
        FieldElement.Subtract(T, Y, out T); // F = C + A - B
        FieldElement.Subtract(Y, X, out Z); // G = B - A
        FieldProduct.Multiply(e, T, out X);
        FieldProduct.Multiply(Z, h, out Y);
        FieldProduct.Multiply(T, Z, out Z);
        FieldProduct.Multiply(e, h, out T);
    }

    /// <summary>Adds another point, or the same one.</summary>
    public void Add(in EdwardsPoint other)
    {
        FieldProduct.Multiply(Z, other.Z, out Z);
        Add(other.ToAddend(), isNegative: false);
    }

    /// <summary>
    /// Adds a point whose Z is 1, or subtracts it (add-2008-hwcd-3): the negative of a point has Y + X and Y - X exchanged,
    /// and the other sign of T.
    /// </summary>
    public void Add(in Addend addend, bool isNegative)
    {
        FieldElement.Subtract(Y, X, out FieldElement f);
        FieldElement.Add(Y, X, out FieldElement g);
        FieldProduct.Multiply(f, isNegative ? addend.Sum : addend.Difference, out f); // A
        FieldProduct.Multiply(g, isNegative ? addend.Difference : addend.Sum, out g); // B
        FieldProduct.Multiply(T, addend.Product, out T); // C
        FieldElement.Subtract(g, f, out X); // E = B - A
        FieldElement.Add(g, f, out Y); // H = B + A
        FieldElement.Add(Z, Z, out Z); // D
        FieldElement.Subtract(Z, T, out f); // F = D - C, or G where C has the other sign
        FieldElement.Add(Z, T, out g); // G = D + C, or F
        FieldProduct.Multiply(f, g, out Z);
        FieldProduct.Multiply(X, Y, out T);
        FieldProduct.Multiply(X, isNegative ? g : f, out X);
        FieldProduct.Multiply(Y, isNegative ? f : g, out Y);
    }
}
