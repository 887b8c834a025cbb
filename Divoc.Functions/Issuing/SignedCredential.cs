namespace Divoc.Functions.Issuing;

/// <summary>A signed credential.</summary>
/// <param name="Bytes">Compact UTF-8 JSON with the proof as its last member; what is stored and what the QR code carries.</param>
/// <param name="Kid">The kid of the key that signed it.</param>
public sealed record SignedCredential(ReadOnlyMemory<byte> Bytes, string Kid);
