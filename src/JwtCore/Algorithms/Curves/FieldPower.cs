namespace JwtCore.Algorithms;

/// <summary>Powers modulo p = 2^255 - 19 with fixed exponents.</summary>
internal static class FieldPower
{
    /// <summary>The inverse, x^(p - 2) by Fermat's little theorem. Of 0 it is 0.</summary>
    public static void Invert(in FieldElement element, out FieldElement inverse)
    {
        // p - 2 = 8 * (2^252 - 3) + 3
        RaiseForRoot(element, out FieldElement power);
        SquareAndMultiply(element, 1, element, out FieldElement cube);
        SquareAndMultiply(power, 3, cube, out inverse);
    }

    /// <summary>x^((p - 5) / 8), which finds square roots (RFC 8032 section 5.1.3 step 2).</summary>
    public static void RaiseForRoot(in FieldElement element, out FieldElement power)
    {
        // (p - 5) / 8 = 2^252 - 3. The names tell the exponent: ones10 is x^(2^10 - 1).
        SquareAndMultiply(element, 1, element, out FieldElement ones2);
        SquareAndMultiply(ones2, 2, ones2, out FieldElement ones4);
        SquareAndMultiply(ones4, 1, element, out FieldElement ones5);
        SquareAndMultiply(ones5, 5, ones5, out FieldElement ones10);
        SquareAndMultiply(ones10, 10, ones10, out FieldElement ones20);
        SquareAndMultiply(ones20, 20, ones20, out FieldElement ones40);
        SquareAndMultiply(ones40, 10, ones10, out FieldElement ones50);
        SquareAndMultiply(ones50, 50, ones50, out FieldElement ones100);
        SquareAndMultiply(ones100, 100, ones100, out FieldElement ones200);
        SquareAndMultiply(ones200, 50, ones50, out FieldElement ones250);
        SquareAndMultiply(ones250, 2, element, out power);
    }

    // left^(2^squares) * right
    private static void SquareAndMultiply(in FieldElement left, int squares, in FieldElement right, out FieldElement result)
    {
        FieldElement square = left;
        for (int i = 0; i < squares; i++)
        {
            FieldProduct.Square(square, out square);
        }

        FieldProduct.Multiply(square, right, out result);
    }
}
