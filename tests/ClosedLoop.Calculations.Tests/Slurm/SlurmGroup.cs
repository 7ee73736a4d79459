namespace ClosedLoop.Calculations.Tests;

[CollectionDefinition(nameof(SlurmGroup))]
public sealed class SlurmGroup : ICollectionFixture<SlurmFixture>;
