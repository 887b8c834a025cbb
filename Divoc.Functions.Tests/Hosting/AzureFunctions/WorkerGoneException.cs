namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>The worker went before it answered.</summary>
internal sealed class WorkerGoneException() : Exception("The worker has gone.");
