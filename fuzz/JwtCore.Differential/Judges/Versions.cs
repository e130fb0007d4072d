using System.Reflection;

namespace JwtCore.Differential.Judges;

/// <summary>The versions of the libraries at work.</summary>
internal static class Versions
{
    /// <summary>The version of the assembly that a type comes from, without the commit behind it.</summary>
    public static string Of(Type type)
    {
        string? version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return (version ?? type.Assembly.GetName().Version!.ToString()).Split('+')[0];
    }
}
