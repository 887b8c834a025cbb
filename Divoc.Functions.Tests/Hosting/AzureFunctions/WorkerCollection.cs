namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>The classes that share one worker.</summary>
[CollectionDefinition(nameof(WorkerCollection))]
public sealed class WorkerCollection : ICollectionFixture<WorkerBench>;
