namespace JwtCore.Fuzz.Targets;

/// <summary>One way to turn bytes into calls of the core, with the rules that the calls are held to.</summary>
internal abstract class FuzzTarget
{
    public abstract string Name { get; }

    /// <summary>The files of words, in the folder dictionaries, that help to guess inputs.</summary>
    public abstract string[] Dictionaries { get; }

    /// <summary>Makes the calls.</summary>
    /// <exception cref="Oracles.FindingException">A rule was broken.</exception>
    public abstract void Run(byte[] input);

    /// <summary>Inputs to begin with.</summary>
    public abstract IEnumerable<byte[]> Seeds(Seeds.SeedSource source);
}
