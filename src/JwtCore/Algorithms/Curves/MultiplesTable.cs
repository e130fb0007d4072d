namespace JwtCore.Algorithms;

/// <summary>
/// Odd multiples of a point P, of 2^step P, of 2^(2 step) P and so on, so that a product of P with a scalar needs
/// <c>step</c> doublings and one addition for each digit that is not 0. Immutable and safe for concurrent use.
/// </summary>
//  row 0             P        3 P        5 P  ...  (2^(width - 1) - 1) P
//  row 1     2^step  P  2^step 3 P  ...
//  ...
//  row 256 / step - 1
internal sealed class MultiplesTable
{
    private readonly int _width;
    private readonly int _rowLength;
    private readonly Addend[] _multiples;

    /// <summary>Computes the multiples: one doubling for each bit, one addition for each multiple, one inversion.</summary>
    /// <param name="point">P.</param>
    /// <param name="step">How many bits apart the rows are: a divisor of 256.</param>
    /// <param name="width">The width of the digits, 2 to 8.</param>
    public MultiplesTable(EdwardsPoint point, int step, int width)
    {
        Step = step;
        _width = width;
        _rowLength = 1 << (width - 2);
        EdwardsPoint[] points = new EdwardsPoint[SignedDigits.Count / step * _rowLength];
        for (int row = 0; row < points.Length; row += _rowLength)
        {
            FillRow(points.AsSpan(row, _rowLength), point);
            for (int i = 0; i < step; i++)
            {
                point.Double();
            }
        }

        _multiples = MakeAffine(points);
    }

    /// <summary>How many bits apart the rows are.</summary>
    public int Step { get; }

    /// <summary>The sum of first * P and second * Q.</summary>
    /// <param name="first">The table of P.</param>
    /// <param name="firstScalar">A scalar as <see cref="GroupOrder"/> gives it.</param>
    /// <param name="second">The table of Q.</param>
    /// <param name="secondScalar">Another one.</param>
    public static EdwardsPoint Sum(MultiplesTable first, ReadOnlySpan<ulong> firstScalar, MultiplesTable second, ReadOnlySpan<ulong> secondScalar)
    {
        Span<sbyte> firstDigits = stackalloc sbyte[SignedDigits.Count];
        Span<sbyte> secondDigits = stackalloc sbyte[SignedDigits.Count];
        SignedDigits.Write(firstScalar, first._width, firstDigits);
        SignedDigits.Write(secondScalar, second._width, secondDigits);

        EdwardsPoint sum = EdwardsPoint.Neutral;
        for (int position = Math.Max(first.Step, second.Step) - 1; position >= 0; position--)
        {
            sum.Double();
            first.AddDigits(firstDigits, position, ref sum);
            second.AddDigits(secondDigits, position, ref sum);
        }

        return sum;
    }

    // The digits at this position of every row; there are none where the position is beyond the step.
    private void AddDigits(ReadOnlySpan<sbyte> digits, int position, ref EdwardsPoint sum)
    {
        if (position >= Step)
        {
            return;
        }

        int row = 0;
        for (int i = position; i < digits.Length; i += Step, row += _rowLength)
        {
            int digit = digits[i];
            if (digit != 0)
            {
                // 1, 3, 5 ... stand at 0, 1, 2 ...
                sum.Add(_multiples[row + (Math.Abs(digit) >> 1)], digit < 0);
            }
        }
    }

    private static void FillRow(Span<EdwardsPoint> row, EdwardsPoint point)
    {
        EdwardsPoint twice = point;
        twice.Double();
        row[0] = point;
        for (int i = 1; i < row.Length; i++)
        {
            row[i] = row[i - 1];
            row[i].Add(twice);
        }
    }

    // One inversion for all: the inverse of Z[i] is that of the product up to Z[i] times the product up to Z[i - 1].
    private static Addend[] MakeAffine(EdwardsPoint[] points)
    {
        FieldElement[] products = new FieldElement[points.Length + 1];
        products[0] = FieldElement.One;
        for (int i = 0; i < points.Length; i++)
        {
            FieldProduct.Multiply(products[i], points[i].Z, out products[i + 1]);
        }

        Addend[] multiples = new Addend[points.Length];
        FieldPower.Invert(products[^1], out FieldElement inverse);
        for (int i = points.Length - 1; i >= 0; i--)
        {
            FieldProduct.Multiply(inverse, products[i], out FieldElement z);
            FieldProduct.Multiply(points[i].X, z, out FieldElement x);
            FieldProduct.Multiply(points[i].Y, z, out FieldElement y);
            multiples[i] = new EdwardsPoint(x, y).ToAddend();
            FieldProduct.Multiply(inverse, points[i].Z, out inverse);
        }

        return multiples;
    }
}
