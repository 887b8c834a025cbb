namespace Divoc.Functions.Formats.Divoc;

/// <summary>Where the event took place.</summary>
/// <param name="Name">Name of the facility.</param>
/// <param name="Address">Its address.</param>
public sealed record CredentialFacility(string Name, CredentialAddress Address);
