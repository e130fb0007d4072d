using JwtCore.AspNetCore.Bench;

switch (args)
{
    case ["serve", string guard]:
        await Server.RunAsync(Enum.Parse<Guard>(guard), Console.In, Console.Out);
        return 0;
    case ["smoke"]:
        await Report.WriteAsync(Console.Out, Scale.Smoke);
        return 0;
    case ["report", string file]:
        StringWriter report = new();
        await Report.WriteAsync(report, Scale.Full);
        await File.WriteAllTextAsync(file, report.ToString());
        return 0;
    default:
        Console.Error.WriteLine("usage: smoke | report FILE");
        return 2;
}
