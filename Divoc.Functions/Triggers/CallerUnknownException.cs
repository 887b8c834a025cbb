namespace Divoc.Functions.Triggers;

/// <summary>The access key of a call belongs to no partner.</summary>
public sealed class CallerUnknownException() : Exception("The access key of the call belongs to no partner.");
