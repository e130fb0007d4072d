using System.Runtime.CompilerServices;

namespace JwtCore;

/// <summary>Checks of options. A refusal names the option in its message and, alone, in <see cref="ArgumentException.ParamName"/>.</summary>
internal static class Require
{
    /// <summary>Refuses a value outside a range; both ends belong to it.</summary>
    /// <param name="owner">What the option belongs to, for the message.</param>
    /// <param name="value">The value, given as the property that holds it.</param>
    /// <param name="smallest">The smallest value allowed.</param>
    /// <param name="largest">The largest value allowed.</param>
    /// <param name="name">The property's name.</param>
    /// <exception cref="ArgumentException">The value is out of range.</exception>
    public static void Range<T>(string owner, T value, T smallest, T largest, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : IComparable<T>
    {
        if (value.CompareTo(smallest) < 0 || value.CompareTo(largest) > 0)
        {
            throw new RefusedArgumentException(name, $"is {value}; it must be from {smallest} to {largest}.", owner: owner);
        }
    }
}
