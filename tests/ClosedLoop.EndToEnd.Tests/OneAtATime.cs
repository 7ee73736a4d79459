namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Tests that start several processes each: one test at a time, so that a small machine is not measured instead of the product.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
