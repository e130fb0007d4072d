namespace JwtCore.Tests.Support;

/// <summary>Counts exceptions thrown on this thread while an action runs, also those that something catches.</summary>
internal static class Exceptions
{
    [ThreadStatic]
    private static int _thrown;

    static Exceptions() => AppDomain.CurrentDomain.FirstChanceException += (_, _) => _thrown++;

    public static int CountDuring(Action action)
    {
        int before = _thrown;
        action();
        return _thrown - before;
    }
}
