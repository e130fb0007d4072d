using JwtCore.Fuzz;

if (args is not ["smoke", ..] || args.Length > 3)
{
    Console.Error.WriteLine("usage: JwtCore.Fuzz smoke [SECONDS] [SEED]");
    return 2;
}

int seconds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 20;
int seed = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
return Smoke.Run(TimeSpan.FromSeconds(seconds), seed);
