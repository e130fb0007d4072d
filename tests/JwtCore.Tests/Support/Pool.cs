using System.Buffers;

namespace JwtCore.Tests.Support;

/// <summary>The shared pool, which hands out first what the same thread gave back last.</summary>
internal static class Pool
{
    /// <summary>The memory that an action rented and gave back. Fails when it gives none back.</summary>
    /// <param name="length">The length that the action rents.</param>
    /// <param name="use">The action.</param>
    public static T[] GivenBackBy<T>(int length, Action use)
    {
        // Once is enough: a collection may empty the pool at any time.
        for (int tries = 0; tries < 10; tries++)
        {
            T[] before = ArrayPool<T>.Shared.Rent(length);
            ArrayPool<T>.Shared.Return(before, clearArray: true);
            use();
            if (ReferenceEquals(before, ArrayPool<T>.Shared.Rent(length)))
            {
                return before;
            }
        }

        throw new InvalidOperationException("The memory was never given back.");
    }
}
