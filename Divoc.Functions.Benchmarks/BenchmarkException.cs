namespace Divoc.Functions.Benchmarks;

/// <summary>A run can't go on; the message says why, and what helps.</summary>
internal sealed class BenchmarkException(string message, Exception? innerException = null) : Exception(message, innerException);
