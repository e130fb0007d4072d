namespace JwtCore.Tests.Support;

/// <summary>Measurements that run by themselves, so that other tests do not disturb them.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public class MeasuredAlone;
