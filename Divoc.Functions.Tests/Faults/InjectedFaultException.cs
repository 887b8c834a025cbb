namespace Divoc.Functions.Tests.Faults;

/// <summary>A fault that no port promises, as a bug below it would throw.</summary>
internal sealed class InjectedFaultException(string message) : Exception(message);
