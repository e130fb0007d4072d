using JwtCore.Fuzz.Commands;
using JwtCore.Fuzz.Targets;

Func<FuzzTarget>? make = args.Length > 1 ? TargetList.Find(args[1]) : null;
switch (args)
{
    case ["smoke", .. string[] rest] when rest.Length <= 2:
        return Smoke.Run(TimeSpan.FromSeconds(Number(rest, 0) ?? 20), Number(rest, 1) ?? Random.Shared.Next());

    case ["compare", string tokens, string seed, .. string[] rest] when rest.Length <= 1:
        return CompareCommand.Run(Parse(tokens), Parse(seed), rest.FirstOrDefault());

    case ["seeds", _, string folder] when make is not null:
        return WriteSeeds.Run(make(), folder);

    case ["replay", _, .. string[] paths] when make is not null:
        return Replay.Run(make(), paths);

    case ["gather", string from, string to]:
        return Gather.Run(from, to);

    case ["record", string folder, string corpora, string coverage]:
        return Record.Run(folder, corpora, coverage);

    case ["drive", _] when make is not null:
        return Drive.Run(make);

    case ["targets"]:
        Console.WriteLine(string.Join('\n', TargetList.Names));
        return 0;

    case ["dictionaries", _] when make is not null:
        Console.WriteLine(string.Join('\n', make().Dictionaries));
        return 0;

    default:
        Console.Error.WriteLine($"""
            usage: JwtCore.Fuzz smoke [SECONDS] [SEED]      damaged tokens and mutated seeds, in this process
                   JwtCore.Fuzz compare N SEED [FILE]       N generated tokens against the naive twin
                   JwtCore.Fuzz targets                     the targets: {string.Join(' ', TargetList.Names)}
                   JwtCore.Fuzz seeds TARGET FOLDER         writes the inputs that a target begins with
                   JwtCore.Fuzz gather FROM TO              copies inputs that are not there yet, named by their content
                   JwtCore.Fuzz dictionaries TARGET         the dictionaries of a target
                   JwtCore.Fuzz drive TARGET                runs a target under afl-fuzz; see fuzz/run
                   JwtCore.Fuzz record RUNS CORPORA XML     the record of runs; see fuzz/record
                   JwtCore.Fuzz replay TARGET PATH...       runs a target over files and tells what fails
            """);
        return 2;
}

static int? Number(string[] from, int at) => at < from.Length ? Parse(from[at]) : null;

static int Parse(string number) => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
