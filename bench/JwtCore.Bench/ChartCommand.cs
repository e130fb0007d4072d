namespace JwtCore.Bench;

/// <summary>Makes README's table and the chart anew from the newest run.</summary>
internal static class ChartCommand
{
    public static int Run()
    {
        ResultFolder.Find(Environment.CurrentDirectory).Draw();
        return 0;
    }
}
