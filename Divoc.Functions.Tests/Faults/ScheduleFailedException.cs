namespace Divoc.Functions.Tests.Faults;

/// <summary>A schedule broke a promise. The message tells which, with the seed and all steps until then.</summary>
internal sealed class ScheduleFailedException(string message) : Exception(message);
