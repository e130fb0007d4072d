namespace JwtCore.Hosting;

/// <summary>A directory of issuers, with the name that the health check and the log use for it.</summary>
/// <param name="Name">The name: an authentication scheme, or the section of the settings.</param>
/// <param name="Directory">The directory.</param>
internal readonly record struct NamedDirectory(string Name, IssuerDirectory Directory);
