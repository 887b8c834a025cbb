namespace Divoc.Functions.Formats.Divoc;

/// <summary>Who vaccinated, or is responsible for the test or the recovery.</summary>
/// <param name="Name">Full name, or empty.</param>
public sealed record CredentialVerifier(string Name);
