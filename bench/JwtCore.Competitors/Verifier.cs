namespace JwtCore.Competitors;

/// <summary>A library that is set up once and then asked about tokens. Its keys and handlers are made once and kept.</summary>
internal abstract class Verifier
{
    /// <summary>The package's id.</summary>
    public abstract string Library { get; }

    /// <summary>What is called.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the token is good. What the library throws over a bad one is part of its price.</summary>
    public abstract bool Accepts(string token);
}
